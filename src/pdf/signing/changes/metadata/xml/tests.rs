//! Packets of real writers, and what parsers could read otherwise.

use super::{Packet, packet};

fn titles(text: &str) -> Option<Vec<String>> {
    packet(text.as_bytes()).map(|packet| packet.titles)
}

#[test]
fn packets_of_real_writers_are_read() {
    let packet = "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
        <x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"Adobe XMP Core\">\
        <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
        <rdf:Description rdf:about=\"\" xmlns:dc='http://purl.org/dc/elements/1.1/'>\
        <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">A &amp; &#x42;</rdf:li></rdf:Alt></dc:title>\
        <!-- a comment --><dc:format>application/pdf</dc:format><b/></rdf:Description></rdf:RDF></x:xmpmeta>\n   \n\
        <?xpacket end=\"w\"?>";
    assert_eq!(titles(packet), Some(vec!["A & B".into()]));
    let declared = format!("<?xml version='1.0' encoding=\"UTF-8\" standalone='yes'?>{packet}");
    assert_eq!(titles(&declared), titles(packet));
    assert_eq!(titles(&format!("\u{feff}{packet}")), titles(packet));
    for order in [u16::to_be_bytes, u16::to_le_bytes] {
        for mark in ["", "\u{feff}"] {
            let wide: Vec<u8> = format!("{mark}{packet}").encode_utf16().flat_map(order).collect();
            assert_eq!(super::packet(&wide).map(|packet| packet.titles), titles(packet));
        }
    }
}

#[test]
fn titles_are_found_wherever_they_stand() {
    assert_eq!(titles("<a title=\"x&#65;\"/>"), Some(vec!["xA".into()]));
    assert_eq!(titles("<a><title>1<title>2</title>3</title>4</a>"), Some(vec!["123".into()]));
    assert_eq!(
        titles("<a><title><![CDATA[<&>]]></title><title/></a>"),
        Some(vec!["<&>".into(), String::new()])
    );
    assert_eq!(titles("<a/>"), Some(Vec::new()));
}

#[test]
fn what_parsers_could_read_otherwise_is_refused() {
    for text in [
        "",
        " ",
        "text",
        "<a>",
        "</a>",
        "<a></b>",
        "<a><b></a></b>",
        "<a/><b/>",
        "<a/>text",
        "<a/>\0",
        "<a>\u{1}</a>",
        "<a>\u{ffff}</a>",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
        "<a><!DOCTYPE a></a>",
        "<a><!ENTITY b \"c\"></a>",
        "<a>&b;</a>",
        "<a b=\"&c;\"/>",
        "<a>&</a>",
        "<a>&#0;</a>",
        "<a>&#xD800;</a>",
        "<a>&#+65;</a>",
        "<a>&#x;</a>",
        "<a>&#X41;</a>",
        "<a>]]></a>",
        "<a b=\"<\"/>",
        "<a b=c/>",
        "<a b/>",
        "<a b=\"\"c=\"\"/>",
        "<a b=\"\" b=\"\"/>",
        "<a xmlns:x=\"u\" xmlns:y=\"u\" x:b=\"\" y:b=\"\"/>",
        "<x:a/>",
        "<a x:b=\"\"/>",
        "<a:b:c xmlns:a=\"u\"/>",
        "<:a/>",
        "<a:/>",
        "<a xmlns:x=\"\"/>",
        "<a xmlns:xml=\"u\"/>",
        "<a xmlns:xmlns=\"u\"/>",
        "<a xmlns=\"http://www.w3.org/2000/xmlns/\"/>",
        "<1/>",
        "< a/>",
        "<a / >",
        "<a><!-- -- --></a>",
        "<a><!-- --->",
        "<a><?xml version=\"1.0\"?></a>",
        " <?xml version=\"1.0\"?><a/>",
        "<?xml?><a/>",
        "<?xml version=\"1.0\" encoding=\"latin1\"?><a/>",
        "<?xml encoding=\"utf-8\" version=\"1.0\"?><a/>",
        "<?xml version=\"2.0\"?><a/>",
        "<a><![CDATA[</a>",
        "<a><?b</a>",
    ] {
        assert_eq!(titles(text), None, "{text}");
    }
    assert_eq!(packet(b"<a>\xff</a>"), None);
    assert_eq!(packet(b"\xfe\xff\0<\0a\0/\0"), None);
    assert_eq!(packet(b"\xfe\xff\xd8\0\0<"), None);
    let deep = "<a>".repeat(100_000);
    assert_eq!(titles(&deep), None);
    let wide = format!("<a {}/>", (0..1000).map(|n| format!("b{n}='' ")).collect::<String>());
    assert_eq!(titles(&wide), None);
    assert_eq!(packet(b"<a/>"), Some(Packet::default()));
}
