//! The page and the folder of patches.

use std::fs;
use std::net::SocketAddr;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::http::{get, request};
use crate::support::mqtt::{Client, handshake};
use crate::support::{TestServer, soon};

const PATCH: &[u8] = br#"{"ropewalk":1,"ops":[]}"#;

async fn start_with_page() -> TestServer {
    let page = tempfile::tempdir().unwrap();
    let dist = page.path().join("dist");
    fs::create_dir_all(dist.join("assets")).unwrap();
    for (file, content) in [
        ("index.html", "<!doctype html><title>Ropewalk</title>"),
        ("favicon.svg", "<svg/>"),
        ("assets/index-BcD3_f-9.js", "export {}"),
        ("assets/index-BcD3_f-9.js.gz", "smaller"),
        ("assets/index-BcD3_f-9.js.br", "smallest"),
        ("assets/index-BcD3_f-9.css", "a{}"),
        ("assets/ropewalk_bg-a1b2c3d4.wasm", "\0asm"),
        ("assets/ropewalk_bg-a1b2c3d4.wasm.gz", "less"),
    ] {
        fs::write(dist.join(file), content).unwrap();
    }
    fs::write(page.path().join("secret.txt"), "secret").unwrap();
    let mut test = TestServer::start_with(|config| config.page = Some(dist)).await;
    test.keep(page);
    test
}

#[tokio::test]
async fn the_page_is_served_with_its_types_and_cache_rules() {
    let test = start_with_page().await;
    let immutable = "public, max-age=31536000, immutable";
    for (path, content_type, cache) in [
        ("/", "text/html", "no-cache"),
        ("/index.html", "text/html", "no-cache"),
        ("/favicon.svg", "image/svg+xml", "no-cache"),
        ("/assets/index-BcD3_f-9.js", "text/javascript", immutable),
        ("/assets/index-BcD3_f-9.css", "text/css", immutable),
        (
            "/assets/ropewalk_bg-a1b2c3d4.wasm",
            "application/wasm",
            immutable,
        ),
    ] {
        let response = get(test.server.addr(), path).await;
        assert_eq!(response.status, 200, "{path}");
        assert_eq!(
            response.header("content-type"),
            Some(content_type),
            "{path}"
        );
        assert_eq!(response.header("cache-control"), Some(cache), "{path}");
    }
    let page = get(test.server.addr(), "/").await;
    assert_eq!(page.body, b"<!doctype html><title>Ropewalk</title>");
}

#[tokio::test]
async fn what_is_compressed_already_goes_so_to_who_takes_it() {
    let test = start_with_page().await;
    let (script, style) = ("/assets/index-BcD3_f-9.js", "/assets/index-BcD3_f-9.css");
    let wasm = "/assets/ropewalk_bg-a1b2c3d4.wasm";
    for (path, accept, encoding, body) in [
        (script, "gzip, deflate, br, zstd", Some("br"), "smallest"),
        (script, "br;q=0.5, gzip;q=0.8", Some("gzip"), "smaller"),
        (script, "gzip, br;q=0", Some("gzip"), "smaller"),
        (script, "gzip", Some("gzip"), "smaller"),
        (script, "zstd", None, "export {}"),
        (script, "", None, "export {}"),
        // Only one of the two is beside it.
        (wasm, "gzip, br", Some("gzip"), "less"),
        (wasm, "br", None, "\0asm"),
        (style, "gzip, br", None, "a{}"),
    ] {
        let accepts = [("accept-encoding", accept)];
        let response = request(test.server.addr(), "GET", path, &accepts, b"").await;
        let what = format!("{path} for `{accept}`");
        assert_eq!(response.status, 200, "{what}");
        assert_eq!(response.header("content-encoding"), encoding, "{what}");
        assert_eq!(response.body, body.as_bytes(), "{what}");
        assert_eq!(response.header("vary"), Some("accept-encoding"), "{what}");
        let content_type = match path {
            path if path == script => "text/javascript",
            path if path == style => "text/css",
            _ => "application/wasm",
        };
        assert_eq!(
            response.header("content-type"),
            Some(content_type),
            "{what}"
        );

        let head = request(test.server.addr(), "HEAD", path, &accepts, b"").await;
        let length = body.len().to_string();
        assert_eq!(head.header("content-encoding"), encoding, "{what}");
        assert_eq!(
            head.header("content-length"),
            Some(length.as_str()),
            "{what}"
        );
        assert_eq!(head.body, b"", "{what}");
    }
}

#[tokio::test]
async fn a_part_is_one_of_what_is_sent_and_what_is_known_is_not_sent_again() {
    let test = start_with_page().await;
    let script = "/assets/index-BcD3_f-9.js";
    for (accept, range, whole) in [("br", "lle", 8), ("identity", "ort", 9)] {
        let headers = [("accept-encoding", accept), ("range", "bytes=3-5")];
        let part = request(test.server.addr(), "GET", script, &headers, b"").await;
        assert_eq!(part.status, 206);
        assert_eq!(part.body, range.as_bytes());
        let place = format!("bytes 3-5/{whole}");
        assert_eq!(part.header("content-range"), Some(place.as_str()));
    }
    let accept = ("accept-encoding", "br");
    let response = request(test.server.addr(), "GET", script, &[accept], b"").await;
    let modified = response.header("last-modified").unwrap();
    let since = [accept, ("if-modified-since", modified)];
    let again = request(test.server.addr(), "GET", script, &since, b"").await;
    assert_eq!(again.status, 304);
    assert_eq!(again.header("vary"), Some("accept-encoding"));
    assert_eq!(again.body, b"");
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let test = start_with_page().await;
    for path in ["/", "/nowhere", "/patches", "/mqtt"] {
        let response = get(test.server.addr(), path).await;
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(response.header("referrer-policy"), Some("same-origin"));
        assert_eq!(
            response.header("cross-origin-opener-policy"),
            Some("same-origin")
        );
        let policy = response.header("content-security-policy").unwrap();
        for part in [
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval';",
            "style-src-elem 'self';",
            "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self';",
            "require-trusted-types-for 'script';",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
    }
}

#[tokio::test]
async fn what_is_not_in_the_page_is_not_found() {
    let test = start_with_page().await;
    for path in [
        "/nowhere",
        "/assets/old-BcD3_f-9.js",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/../../secret.txt",
        "/assets/..%5c..%5csecret.txt",
        "//etc/passwd",
        "/%00",
        "/%ff",
    ] {
        let response = get(test.server.addr(), path).await;
        assert_eq!(response.status, 404, "{path}");
        assert_eq!(response.header("cache-control"), None, "{path}");
    }
    let posted = request(test.server.addr(), "POST", "/", &[], b"").await;
    assert_eq!(posted.status, 405);
}

#[tokio::test]
async fn a_page_that_is_not_built_is_explained() {
    let test = TestServer::start().await;
    let response = get(test.server.addr(), "/").await;
    assert_eq!(response.status, 404);
    assert!(String::from_utf8(response.body).unwrap().contains("--web"));
}

#[tokio::test]
async fn the_broker_asked_without_a_websocket_says_what_it_is() {
    let test = start_with_page().await;
    let response = get(test.server.addr(), "/mqtt").await;
    assert_eq!(response.status, 426);
    assert!(response.error().contains("WebSocket"));
}

#[tokio::test]
async fn patches_are_written_listed_read_and_deleted() {
    let test = TestServer::start().await;
    let addr = test.server.addr();
    assert_eq!(get(addr, "/patches").await.json(), json!([]));

    let written = request(addr, "PUT", "/patches/first%20light.json", &[], PATCH).await;
    assert_eq!(written.status, 201);
    let info = written.json();
    assert_eq!(
        (&info["name"], &info["size"]),
        (&json!("first light"), &json!(PATCH.len()))
    );
    assert_eq!(get(addr, "/patches").await.json(), json!([info]));
    let file = test.server.patches().join("first light.json");
    assert_eq!(fs::read(file).unwrap(), PATCH);

    let read = get(addr, "/patches/first%20light.json").await;
    assert_eq!((read.status, &read.body[..]), (200, PATCH));
    assert_eq!(read.header("content-type"), Some("application/json"));
    assert_eq!(read.header("cache-control"), Some("no-store"));

    let again = request(addr, "PUT", "/patches/first%20light.json", &[], PATCH).await;
    assert_eq!(again.status, 200);
    let deleted = request(addr, "DELETE", "/patches/first%20light.json", &[], b"").await;
    assert_eq!(deleted.status, 204);
    for method in ["GET", "DELETE"] {
        let gone = request(addr, method, "/patches/first%20light.json", &[], b"").await;
        assert_eq!(gone.status, 404);
        assert_eq!(gone.error(), "there is no patch `first light.json`");
    }
}

#[tokio::test]
async fn a_patch_that_has_changed_since_it_was_read_is_not_overwritten() {
    const OTHER: &[u8] = br#"{"ropewalk":1,"ops":[1]}"#;
    let test = TestServer::start().await;
    let addr = test.server.addr();
    let put = async |headers: &[(&str, &str)], body| {
        request(addr, "PUT", "/patches/a.json", headers, body).await
    };
    let new = [("if-none-match", "*")];
    let written = put(&new, PATCH).await;
    assert_eq!(written.status, 201);
    let tag = written.header("etag").unwrap().to_owned();
    assert_eq!(
        get(addr, "/patches/a.json").await.header("etag"),
        Some(&*tag)
    );

    let taken = put(&new, OTHER).await;
    assert_eq!(taken.status, 412);
    assert!(taken.error().contains("`a.json` is not what it was"));
    let fits = [("if-match", &*tag)];
    let after = put(&fits, OTHER).await;
    assert_eq!(after.status, 200);
    let stale = put(&fits, PATCH).await;
    assert_eq!(stale.status, 412);

    // Another program writes it, and then removes it.
    let file = test.server.patches().join("a.json");
    fs::write(&file, PATCH).unwrap();
    let tag = after.header("etag").unwrap().to_owned();
    assert_eq!(put(&[("if-match", &*tag)], OTHER).await.status, 412);
    assert_eq!(fs::read(&file).unwrap(), PATCH);
    fs::remove_file(&file).unwrap();
    assert_eq!(put(&fits, OTHER).await.status, 412);
    assert_eq!(put(&[], OTHER).await.status, 201);
}

#[tokio::test]
async fn names_outside_the_folder_are_refused() {
    let test = TestServer::start().await;
    fs::write(test.folder.path().join("secret.json"), PATCH).unwrap();
    for name in [
        "../secret.json",
        "..%2fsecret.json",
        "%2e%2e%2fsecret.json",
        "..%5csecret.json",
        "sub/patch.json",
        "%2fetc%2fpatch.json",
        "/etc/patch.json",
        ".hidden.json",
        "a%00.json",
        "a%0a.json",
        "%ff.json",
        "patch.txt",
    ] {
        for (method, body) in [("GET", &b""[..]), ("PUT", PATCH), ("DELETE", b"")] {
            let target = format!("/patches/{name}");
            let response = request(test.server.addr(), method, &target, &[], body).await;
            assert_eq!(response.status, 400, "{method} {name}");
            assert!(!response.error().is_empty());
        }
    }
    assert_eq!(fs::read_dir(test.server.patches()).unwrap().count(), 0);
}

#[tokio::test]
async fn what_is_not_a_patch_is_refused_with_the_reason() {
    let test = TestServer::start().await;
    for (body, reason) in [
        (&b"hello"[..], "not a JSON object"),
        (b"[]", "not a JSON object"),
        (b"{\"ops\":[]}", "missing field `ropewalk`"),
        (b"{\"ropewalk\":1,", "line 1 column"),
    ] {
        let response = request(test.server.addr(), "PUT", "/patches/a.json", &[], body).await;
        assert_eq!(response.status, 422);
        assert!(response.error().contains(reason), "{}", response.error());
    }
}

#[tokio::test]
async fn a_patch_of_more_than_32_mib_is_refused() {
    let test = TestServer::start().await;
    let mut body = br#"{"ropewalk":1,"a":""#.to_vec();
    body.resize(32 * 1024 * 1024 - 2, b'a');
    body.extend(br#""}"#);
    let response = request(test.server.addr(), "PUT", "/patches/a.json", &[], &body).await;
    assert_eq!(response.status, 201);
    body.push(b'\n');
    let response = request(test.server.addr(), "PUT", "/patches/a.json", &[], &body).await;
    assert_eq!(response.status, 413);
    assert!(
        response.error().contains("33554432"),
        "{}",
        response.error()
    );
}

#[tokio::test]
async fn a_patch_that_does_not_arrive_whole_changes_nothing() {
    let test = TestServer::start().await;
    let addr = test.server.addr();
    request(addr, "PUT", "/patches/a.json", &[], PATCH).await;
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let head =
        format!("PUT /patches/a.json HTTP/1.1\r\nhost: {addr}\r\ncontent-length: 99\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(b"{\"ropewalk\":2}").await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    // The server may close without an answer; either way it is done with the request.
    let _ = soon(stream.read_to_end(&mut answer)).await;
    assert_eq!(get(addr, "/patches/a.json").await.body, PATCH);
}

#[tokio::test]
async fn other_methods_are_answered_with_those_there_are() {
    let test = TestServer::start().await;
    let response = request(test.server.addr(), "POST", "/patches/a.json", &[], b"").await;
    assert_eq!(response.status, 405);
    assert!(response.error().contains("PUT"));
}

#[tokio::test]
async fn pages_of_other_sites_neither_write_patches_nor_reach_the_broker() {
    let test = TestServer::start_with(|config| {
        config.allowed_origins = vec!["https://friend.example".parse().unwrap()];
    })
    .await;
    let addr = test.server.addr();
    for (origin, allowed) in [
        ("http://localhost:5173", true),
        (&format!("http://{addr}"), true),
        ("https://friend.example", true),
        ("https://evil.example", false),
        ("http://friend.example", false),
        ("null", false),
    ] {
        let headers = [("origin", origin)];
        let written = request(addr, "PUT", "/patches/a.json", &headers, PATCH).await;
        assert_eq!(written.status == 403, !allowed, "PUT from {origin}");
        let deleted = request(addr, "DELETE", "/patches/a.json", &headers, b"").await;
        assert_eq!(deleted.status == 403, !allowed, "DELETE from {origin}");
        assert_eq!(
            opens_websocket(addr, &addr.to_string(), Some(origin)).await,
            allowed
        );

        let listed = request(addr, "GET", "/patches", &headers, b"").await;
        let readable = listed.header("access-control-allow-origin") == Some(origin);
        assert_eq!(readable, allowed, "{origin} reads");
        let ask = [headers[0], ("access-control-request-method", "PUT")];
        let preflight = request(addr, "OPTIONS", "/patches/a.json", &ask, b"").await;
        let permitted = preflight.header("access-control-allow-origin") == Some(origin);
        assert_eq!(permitted, allowed, "{origin} asks to write");
    }
    let refused = request(
        addr,
        "PUT",
        "/patches/a.json",
        &[("origin", "https://evil.example")],
        PATCH,
    )
    .await;
    assert!(
        refused
            .error()
            .contains("--allow-origin https://evil.example")
    );
    assert!(opens_websocket(addr, &addr.to_string(), None).await);
}

#[tokio::test]
async fn a_foreign_name_that_resolves_to_this_machine_is_refused() {
    let test = start_with_page().await;
    let addr = test.server.addr();
    let port = addr.port();
    for (host, allowed) in [
        (format!("localhost:{port}"), true),
        (format!("LOCALHOST:{port}"), true),
        (format!("127.0.0.1:{port}"), true),
        (format!("[::1]:{port}"), true),
        ("localhost".to_owned(), true),
        (format!("rebound.example:{port}"), false),
        (format!("localhost.rebound.example:{port}"), false),
    ] {
        for path in ["/", "/patches"] {
            let response = request(addr, "GET", path, &[("host", &host)], b"").await;
            assert_eq!(
                response.status,
                if allowed { 200 } else { 403 },
                "{host} {path}"
            );
        }
        let same_site = format!("http://{host}");
        assert_eq!(
            opens_websocket(addr, &host, Some(&same_site)).await,
            allowed,
            "{host}"
        );
    }
    for host in ["", "a b", "a/b"] {
        let response = request(addr, "GET", "/", &[("host", host)], b"").await;
        assert_eq!(response.status, 400, "{host:?}");
    }
}

async fn opens_websocket(addr: SocketAddr, host: &str, origin: Option<&str>) -> bool {
    let mut request = handshake("ws", addr);
    request.headers_mut().insert("host", host.parse().unwrap());
    if let Some(origin) = origin {
        request
            .headers_mut()
            .insert("origin", origin.parse().unwrap());
    }
    let stream = TcpStream::connect(addr).await.unwrap();
    match soon(tokio_tungstenite::client_async(request, stream)).await {
        Ok(_) => true,
        Err(tokio_tungstenite::tungstenite::Error::Http(response)) => {
            assert_eq!(response.status(), 403);
            false
        }
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_websocket_and_a_page_share_the_port() {
    let test = start_with_page().await;
    let mut client = Client::open(test.server.addr()).await;
    assert_eq!(get(test.server.addr(), "/").await.status, 200);
    client.close().await;
}
