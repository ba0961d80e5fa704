use super::*;

fn folder() -> (tempfile::TempDir, PatchFolder) {
    let folder = tempfile::tempdir().unwrap();
    let patches = PatchFolder::open(&folder.path().join("patches")).unwrap();
    (folder, patches)
}

fn name(file_name: &str) -> PatchName {
    file_name.parse().unwrap()
}

fn names(patches: &PatchFolder) -> Vec<String> {
    let list = patches.list().unwrap();
    list.into_iter().map(|patch| patch.name).collect()
}

#[test]
fn a_name_is_a_visible_file_directly_in_the_folder() {
    for file_name in ["first light.json", "Größe 2.json", "a.b.json", "a..json"] {
        assert!(file_name.parse::<PatchName>().is_ok(), "{file_name}");
    }
    for (file_name, error) in [
        ("../secret.json", PatchNameError::Character('/')),
        ("/etc/a.json", PatchNameError::Character('/')),
        ("a/b.json", PatchNameError::Character('/')),
        ("..\\secret.json", PatchNameError::Character('\\')),
        ("C:a.json", PatchNameError::Character(':')),
        ("a\0.json", PatchNameError::Character('\0')),
        ("a\n.json", PatchNameError::Character('\n')),
        (".hidden.json", PatchNameError::Hidden),
        ("...json", PatchNameError::Hidden),
        (".json", PatchNameError::Empty),
        ("..", PatchNameError::Extension),
        ("", PatchNameError::Extension),
        ("a.txt", PatchNameError::Extension),
        ("a.JSON", PatchNameError::Extension),
    ] {
        assert_eq!(file_name.parse::<PatchName>(), Err(error), "{file_name:?}");
    }
    let too_long = format!("{}.json", "a".repeat(196));
    assert_eq!(too_long.parse::<PatchName>(), Err(PatchNameError::TooLong));
}

#[test]
fn what_is_written_is_listed_read_and_deleted() {
    let (_guard, patches) = folder();
    let (info, is_new) = patches
        .write(&name("b.json"), b"{\"ropewalk\":1}", &Expected::Anything)
        .unwrap();
    assert!(is_new);
    assert_eq!((info.name.as_str(), info.size), ("b", 14));
    assert!(info.modified > 0);
    patches
        .write(&name("a.json"), b"{\"ropewalk\":1}", &Expected::Anything)
        .unwrap();
    let (_, is_new) = patches
        .write(&name("b.json"), b"{\"ropewalk\":2}", &Expected::Anything)
        .unwrap();
    assert!(!is_new);
    assert_eq!(names(&patches), ["a", "b"]);
    assert_eq!(patches.read(&name("b.json")).unwrap(), b"{\"ropewalk\":2}");
    patches.delete(&name("b.json")).unwrap();
    assert_eq!(names(&patches), ["a"]);
    for result in [
        patches.read(&name("b.json")).map(drop),
        patches.delete(&name("b.json")),
    ] {
        assert!(matches!(result, Err(PatchError::NoSuchPatch(_))));
    }
}

#[test]
fn only_patches_are_written_and_nothing_else_is_left_behind() {
    let (_guard, patches) = folder();
    patches
        .write(&name("a.json"), b" {\"ropewalk\":1}\n", &Expected::Anything)
        .unwrap();
    for content in [
        &b""[..],
        b"hello",
        b"[1]",
        b"\"ropewalk\"",
        b"{\"ropewalk\":1",
        b"{\"ropewalk\":1} {}",
        b"{\"ops\":[]}",
        b"{\"ropewalk\":1,\"ropewalk\":2}",
        b"{\"ropewalk\":\"\xff\"}",
    ] {
        let result = patches.write(&name("a.json"), content, &Expected::Anything);
        assert!(
            matches!(result, Err(PatchError::NotAPatch(_))),
            "{content:?}"
        );
    }
    assert_eq!(
        patches.read(&name("a.json")).unwrap(),
        b" {\"ropewalk\":1}\n"
    );
    assert_eq!(fs::read_dir(patches.path()).unwrap().count(), 1);
}

#[test]
fn nesting_without_end_is_not_a_way_to_break_it() {
    let (_guard, patches) = folder();
    let depth = 1_000_000;
    let content = format!(
        "{{\"ropewalk\":1,\"a\":{}{}}}",
        "[".repeat(depth),
        "]".repeat(depth)
    );
    patches
        .write(&name("deep.json"), content.as_bytes(), &Expected::Anything)
        .unwrap();
}

#[test]
fn what_is_not_a_file_is_not_listed() {
    let (_guard, patches) = folder();
    fs::create_dir(patches.path().join("folder.json")).unwrap();
    fs::write(patches.path().join("notes.txt"), "").unwrap();
    fs::write(patches.path().join(".hidden.json"), "").unwrap();
    assert_eq!(names(&patches), [""; 0]);
    let result = patches.read(&name("folder.json"));
    assert!(matches!(result, Err(PatchError::NotInFolder(_))));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;

    let (guard, patches) = folder();
    let secret = guard.path().join("secret.json");
    fs::write(&secret, "{\"ropewalk\":1}").unwrap();
    symlink(&secret, patches.path().join("out.json")).unwrap();
    symlink("nowhere", patches.path().join("dangling.json")).unwrap();
    symlink("/dev/zero", patches.path().join("endless.json")).unwrap();
    patches
        .write(&name("real.json"), b"{\"ropewalk\":1}", &Expected::Anything)
        .unwrap();
    symlink("real.json", patches.path().join("alias.json")).unwrap();

    assert_eq!(names(&patches), ["alias", "real"]);
    assert_eq!(
        patches.read(&name("alias.json")).unwrap(),
        b"{\"ropewalk\":1}"
    );
    for link in ["out.json", "dangling.json", "endless.json"] {
        let link = name(link);
        for result in [
            patches.read(&link).map(drop),
            patches
                .write(&link, b"{\"ropewalk\":2}", &Expected::Anything)
                .map(drop),
            patches.delete(&link),
        ] {
            assert!(
                matches!(result, Err(PatchError::NotInFolder(_))),
                "{link:?}"
            );
        }
    }
    assert_eq!(fs::read(&secret).unwrap(), b"{\"ropewalk\":1}");
}
