//! Texts that mean harm come back as they went in.

use crate::places::{Place, at, note};
use crate::search::titles;
use crosswire_store::{Act, Audited, Digest, NewArticle, NewUser, Role};

checks!(every_text_field_keeps_what_it_is_given, every_text_field_refuses_nul);

const HOSTILE: [&str; 14] = [
    "'; DROP TABLE stories; --",
    "\"; DELETE FROM users; --",
    "' OR '1'='1",
    "Robert'); DROP TABLE articles;--",
    "$1 ?1 :name @x %s {} \\",
    "\\'; SELECT pg_sleep(10); --",
    "E'\\x41' U&'\\0041' $$body$$ $tag$x$tag$",
    "/* */ -- ; # `x` [x]",
    "x' UNION SELECT password FROM users --",
    "<script>alert('x')</script><img src=x onerror=alert(1)>",
    "../../../etc/passwd",
    "COPY users TO PROGRAM 'id'",
    "\u{202e}\u{feff}\u{fffd} e\u{301}\u{1f6a2} \u{10ffff}",
    "percent % under_ star * question ?",
];

fn every_text_field_keeps_what_it_is_given(place: &Place) {
    let store = place.open();
    for (n, text) in HOSTILE.into_iter().enumerate() {
        let act = Act::new(text, at(n as i64));
        let story = store.create_story(text, act).unwrap();
        assert_eq!((story.title.as_str(), story.created_by.as_str()), (text, text));
        assert_eq!(store.rename_story(&story.id, text, act).unwrap(), story);
        let bytes = format!("{n} ferry {text}");
        let new = NewArticle {
            bytes: bytes.as_bytes(),
            name: text,
            outlet: Some(text),
            url: Some(text),
            published: Some(text),
        };
        let kept = store.add_article(&story.id, new, act).unwrap().article;
        assert_eq!(store.articles(&story.id).unwrap(), std::slice::from_ref(&kept));
        assert_eq!(
            (kept.name.as_str(), kept.outlet.as_deref(), kept.url.as_deref()),
            (text, Some(text), Some(text))
        );
        assert_eq!((kept.published.as_deref(), kept.added_by.as_str()), (Some(text), text));
        assert_eq!(store.original(&kept.sha256).unwrap(), new.bytes);
        store.set_text(&story.id, &kept.sha256, text, &bytes, act).unwrap();
        assert_eq!(store.text(&story.id, &kept.sha256).unwrap(), Some(bytes));
        assert!(titles(&store, &format!("{n} ferry {text}")).contains(&text.to_owned()), "{text}");
        titles(&store, text);
        let mut decision = note(text, text);
        decision.by = text.to_owned();
        decision.why = Some(text.to_owned());
        let kept = store.add_decision(&story.id, &decision, None, act).unwrap();
        assert_eq!((&kept.decision, kept.kept_by.as_str()), (&decision, text));
        assert_eq!(store.decisions(&story.id).unwrap(), [kept]);
        let user =
            store.create_user(NewUser { name: text, role: Role::Reader, password: text }, act).unwrap();
        assert_eq!(
            (user.name.as_str(), user.password.as_str(), user.created_by.as_str()),
            (text, text, text)
        );
        assert_eq!(store.user(text).unwrap(), user);
        assert_eq!(store.set_password(text, text, act).unwrap(), user);
        let token = Digest::of(text);
        store.open_session(&token, text, at(1000), act).unwrap();
        assert_eq!(store.session(&token, at(1)).unwrap().unwrap().user, user);
        store.invite(&token, Role::Reader, at(1000), act).unwrap();
        let invited = store.accept_invitation(&token, &format!("{text}2"), text, at(1)).unwrap();
        assert_eq!(invited.password, text);
        assert_eq!(store.invitation(&token).unwrap().used_by, Some(format!("{text}2")));
        store.see(text, &story.id, 2, at(1)).unwrap();
        assert_eq!(store.seen(text, &story.id).unwrap(), 2);
        assert_eq!(store.audit(0, 1000).unwrap().iter().filter(|row| row.who == text).count(), 10);
        assert!(store.export_story(&story.id).unwrap().files().all(|file| file.is_ok()));
    }
    assert_eq!(store.stories(true).unwrap().len(), HOSTILE.len());
    assert_eq!(store.users().unwrap().len(), 2 * HOSTILE.len());
    assert!(matches!(store.verify_audit().unwrap(), Audited::Whole { .. }));
}

fn every_text_field_refuses_nul(place: &Place) {
    let store = place.open();
    let nul = "a\0b";
    assert!(store.create_story(nul, Act::new("Ada", at(0))).unwrap_err().is_invalid());
    assert!(store.create_story("x", Act::new(nul, at(0))).unwrap_err().is_invalid());
    let story = crate::places::ferry(&store);
    let new = NewArticle { bytes: b"x", name: "x", outlet: Some(nul), ..NewArticle::default() };
    assert!(store.add_article(&story, new, Act::new("Ada", at(0))).unwrap_err().is_invalid());
    assert_eq!(store.story(&story).unwrap().revision, 0);
    assert_eq!(place.count("SELECT count(*) FROM originals"), 0);
    assert!(store.user(nul).unwrap_err().is_invalid());
}
