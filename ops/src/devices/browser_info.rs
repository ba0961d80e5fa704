//! `Ops.Devices.Browser.BrowserInfo`

use ropewalk_flow::{
    Browser, Cx, Device, DeviceEvent, Event, Handlers, Object, Op, OpError, Out, Text, Value,
};

use super::{Ear, object};

/// Which browser shows the page, and on what.
#[derive(Op)]
#[op(
    name = "Ops.Devices.Browser.BrowserInfo",
    aliases("Ops.Devices.Browser.BrowserInfo_v3", "Ops.Devices.Browser.BrowserInfo_v2"),
    help = include_str!("browser_info.md")
)]
pub(super) struct BrowserInfo {
    /// Whether it is a phone or a tablet.
    #[output(name = "Is Mobile")]
    mobile: Out<bool>,
    /// Whether it has a touch screen.
    #[output(name = "Is Touchscreen")]
    touch: Out<bool>,
    /// Whether it is Internet Explorer.
    #[output(name = "Is IE")]
    ie: Out<bool>,
    /// Whether it is Edge.
    #[output(name = "Is Edge")]
    edge: Out<bool>,
    /// Whether it is Chrome, or Chromium.
    #[output(name = "Is Chrome")]
    chrome: Out<bool>,
    /// Whether it is Firefox.
    #[output(name = "Is Firefox")]
    firefox: Out<bool>,
    /// Whether it is Opera.
    #[output(name = "Is Opera")]
    opera: Out<bool>,
    /// Whether it is Safari.
    #[output(name = "Is Safari")]
    safari: Out<bool>,
    /// Whether it runs on Windows.
    #[output(name = "Is Windows")]
    windows: Out<bool>,
    /// Whether it runs on Linux.
    #[output(name = "Is Linux")]
    linux: Out<bool>,
    /// Whether it runs on a Mac.
    #[output(name = "Is Mac")]
    mac: Out<bool>,
    /// Whether it runs on an iPhone or an iPad.
    #[output(name = "Is iOS")]
    ios: Out<bool>,
    /// Whether it runs on Android.
    #[output(name = "Is Android")]
    android: Out<bool>,
    /// Whether it is an app made with Electron.
    #[output(name = "Is Electron")]
    electron: Out<bool>,
    /// Such as `Windows 10`.
    #[output(name = "Operating System")]
    system: Out<Text>,
    /// Such as `Firefox Mobile`.
    #[output(name = "Browser Name")]
    name: Out<Text>,
    /// Such as `126.0`.
    #[output(name = "Browser Version")]
    version: Out<Text>,
    /// Such as `10`.
    #[output(name = "OS Version")]
    system_version: Out<Text>,
    /// The language that its user prefers, such as `en-GB`.
    #[output(name = "Language")]
    language: Out<Text>,
    /// What it says it is.
    #[output(name = "User Agent")]
    agent: Out<Text>,
    /// All of it: `name`, `version`, `ua`, `description`, and `os` with `family` and `version`.
    #[output(name = "Platform Object")]
    platform: Out<Object>,
    ear: Ear,
}

/// What stands before a browser's version, and what it is called; the first that is found counts,
/// as most claim to be others too.
const BROWSERS: [(&str, &str); 12] = [
    ("Electron/", "Electron"),
    ("Edg/", "Microsoft Edge"),
    ("EdgA/", "Microsoft Edge"),
    ("EdgiOS/", "Microsoft Edge"),
    ("Edge/", "Microsoft Edge"),
    ("OPR/", "Opera"),
    ("FxiOS/", "Firefox for iOS"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome Mobile"),
    ("Chrome/", "Chrome"),
    ("MSIE ", "IE"),
    ("Version/", "Safari"),
];

/// The same for what it runs on.
const SYSTEMS: [(&str, &str); 7] = [
    ("Windows NT ", "Windows"),
    ("Android ", "Android"),
    ("iPhone OS ", "iOS"),
    ("CPU OS ", "iOS"),
    ("Mac OS X ", "OS X"),
    ("CrOS ", "Chrome OS"),
    ("Linux ", "Linux"),
];

impl Handlers for BrowserInfo {
    fn update(&mut self, cx: &mut Cx<'_>) -> Result<(), OpError> {
        self.ear.listen(Some(Device::Browser), cx);
        Ok(())
    }

    fn event(&mut self, event: Event, cx: &mut Cx<'_>) -> Result<(), OpError> {
        if let Event::Device(_, DeviceEvent::Browser(browser)) = event {
            self.show(browser, cx);
        }
        Ok(())
    }
}

impl BrowserInfo {
    fn show(&self, browser: Browser, cx: &mut Cx<'_>) {
        let agent = &*browser.agent;
        let (system, system_version) = find(&SYSTEMS, agent);
        let (mut name, mut version) = find(&BROWSERS, agent);
        if name.is_empty() && agent.contains("Trident/") {
            (name, version) = ("IE", after(agent, "rv:").unwrap_or_default());
        }
        // An iPad says that it is a Mac, which has no touch screen.
        let is_pad = system == "OS X" && browser.touch_points > 1.0;
        let system = if is_pad { "iOS" } else { system };
        let is_mobile = matches!(system, "Android" | "iOS");
        let name = match (name, is_mobile) {
            ("Chrome", true) => "Chrome Mobile",
            ("Firefox", true) => "Firefox Mobile",
            (name, _) => name,
        };
        let system_version = match (system, &*system_version) {
            // Windows has said this since, whatever it was.
            ("Windows", "10.0") => "10".to_owned(),
            ("Linux" | "Chrome OS", _) => String::new(),
            (_, version) => version.replace('_', "."),
        };
        let is = |what: &[&str]| what.contains(&name);
        self.mobile.set(cx, is_mobile);
        self.touch.set(cx, browser.touch_points > 0.0);
        self.ie.set(cx, is(&["IE"]));
        self.edge.set(cx, is(&["Microsoft Edge"]));
        self.chrome.set(cx, is(&["Chrome", "Chrome Mobile"]));
        self.firefox
            .set(cx, is(&["Firefox", "Firefox Mobile", "Firefox for iOS"]));
        self.opera.set(cx, is(&["Opera"]));
        self.safari.set(cx, is(&["Safari"]));
        self.electron.set(cx, is(&["Electron"]));
        self.windows.set(cx, system == "Windows");
        self.linux.set(cx, system == "Linux");
        self.mac.set(cx, system == "OS X");
        self.ios.set(cx, system == "iOS");
        self.android.set(cx, system == "Android");
        let whole = [system, &*system_version].join(" ");
        let whole = whole.trim();
        self.system.set(cx, whole);
        self.name.set(cx, name);
        self.version.set(cx, version.as_str());
        self.system_version.set(cx, system_version.as_str());
        self.language.set(cx, browser.language.clone());
        self.agent.set(cx, browser.agent.clone());
        let description = [name, &*version, "on", whole].join(" ");
        let system = object([
            ("family", system.into()),
            ("version", system_version.into()),
        ]);
        let platform = object([
            ("name", name.into()),
            ("version", version.into()),
            ("os", Value::Object(system)),
            ("ua", browser.agent.clone().into()),
            ("description", description.into()),
        ]);
        self.platform.set(cx, platform);
    }
}

/// The first that is in the text, and the version behind it.
fn find(known: &[(&str, &'static str)], agent: &str) -> (&'static str, String) {
    let mut found = known
        .iter()
        .filter_map(|(mark, name)| Some((*name, after(agent, mark)?)));
    found.next().unwrap_or_default()
}

/// The version behind a mark.
fn after(agent: &str, mark: &str) -> Option<String> {
    let (_, rest) = agent.split_once(mark)?;
    let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric() && !"._".contains(sign));
    Some(rest[..end.unwrap_or(rest.len())].to_owned())
}

#[cfg(test)]
mod tests {
    use ropewalk_flow::GraphError;
    use ropewalk_flow::testing::Bench;

    use super::*;

    /// The name, the version, the operating system, and what is true.
    fn read(agent: &str, touch_points: f64) -> (String, String, String, Vec<&'static str>) {
        let mut op = Bench::<BrowserInfo>::new();
        let browser = Browser {
            agent: agent.into(),
            language: "de".into(),
            touch_points,
        };
        op.device(&Device::Browser, DeviceEvent::Browser(browser));
        assert_eq!(op.out("Language"), "de");
        assert_eq!(op.out("User Agent"), agent);
        let outputs = <BrowserInfo as Op>::SPEC
            .outputs
            .iter()
            .map(|port| port.name);
        let is = outputs.filter(|name| op.out(name) == true).collect();
        let text = |name| op.out(name).to_string();
        (
            text("Browser Name"),
            text("Browser Version"),
            text("Operating System"),
            is,
        )
    }

    #[test]
    fn browsers_are_told_apart() {
        let mozilla = "Mozilla/5.0";
        let like = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (agent, touch, name, version, system, is) in [
            (
                format!(
                    "{mozilla} (Windows NT 10.0; Win64; x64) {like} Chrome/131.0.0.0 Safari/537.36"
                ),
                0.0,
                "Chrome",
                "131.0.0.0",
                "Windows 10",
                vec!["Is Chrome", "Is Windows"],
            ),
            (
                format!(
                    "{mozilla} (Windows NT 10.0; Win64; x64) {like} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.48"
                ),
                0.0,
                "Microsoft Edge",
                "131.0.2903.48",
                "Windows 10",
                vec!["Is Edge", "Is Windows"],
            ),
            (
                format!(
                    "{mozilla} (X11; Linux x86_64) {like} Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0"
                ),
                0.0,
                "Opera",
                "115.0.0.0",
                "Linux",
                vec!["Is Opera", "Is Linux"],
            ),
            (
                format!(
                    "{mozilla} (X11; Ubuntu; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
                ),
                0.0,
                "Firefox",
                "132.0",
                "Linux",
                vec!["Is Firefox", "Is Linux"],
            ),
            (
                format!("{mozilla} (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0"),
                5.0,
                "Firefox Mobile",
                "132.0",
                "Android 14",
                vec!["Is Mobile", "Is Touchscreen", "Is Firefox", "Is Android"],
            ),
            (
                format!(
                    "{mozilla} (Linux; Android 10; K) {like} Chrome/131.0.0.0 Mobile Safari/537.36"
                ),
                5.0,
                "Chrome Mobile",
                "131.0.0.0",
                "Android 10",
                vec!["Is Mobile", "Is Touchscreen", "Is Chrome", "Is Android"],
            ),
            (
                format!(
                    "{mozilla} (iPhone; CPU iPhone OS 17_6_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1"
                ),
                5.0,
                "Safari",
                "17.6",
                "iOS 17.6.1",
                vec!["Is Mobile", "Is Touchscreen", "Is Safari", "Is iOS"],
            ),
            (
                format!(
                    "{mozilla} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15"
                ),
                0.0,
                "Safari",
                "18.1",
                "OS X 10.15.7",
                vec!["Is Safari", "Is Mac"],
            ),
            (
                format!("{mozilla} (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko"),
                0.0,
                "IE",
                "11.0",
                "Windows 6.1",
                vec!["Is IE", "Is Windows"],
            ),
            (
                format!(
                    "{mozilla} (X11; Linux x86_64) {like} app/1.0 Chrome/128.0.0.0 Electron/32.0.1 Safari/537.36"
                ),
                0.0,
                "Electron",
                "32.0.1",
                "Linux",
                vec!["Is Linux", "Is Electron"],
            ),
        ] {
            let expected = (name.into(), version.into(), system.into(), is);
            assert_eq!(read(&agent, touch), expected, "{agent}");
        }
    }

    #[test]
    fn an_ipad_is_no_mac() {
        let agent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15";
        let (.., is) = read(agent, 5.0);
        assert_eq!(is, ["Is Mobile", "Is Touchscreen", "Is Safari", "Is iOS"]);
    }

    #[test]
    fn what_nobody_knows_is_nothing() -> Result<(), GraphError> {
        for agent in ["", "curl/8", "Chrome/", "Windows NT é"] {
            let (_, version, ..) = read(agent, f64::NAN);
            assert_eq!(version, "");
        }
        let mut op = Bench::<BrowserInfo>::new();
        op.listenings();
        op.graph.remove(op.node)?;
        assert_eq!(op.listenings(), [(false, Device::Browser)]);
        Ok(())
    }
}
