//! Logging in and out, taking an invitation, and who the users are.

use super::{hidden, outside, page, when};
use crate::accounts::{
    self, INVITATION, hash_password, is_password, no_password, random_password, random_token,
};
use crate::desk::{Access, Desk, blocking};
use crate::failure::Failure;
use crate::guard::{NAME, Who, cookie_of, is_name, set_cookie};
use crate::rulings::{Fields, encoded};
use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use crosswire_store::{Act, Digest, Role, User};
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use std::sync::Arc;
use std::time::Instant;

/// How long a login lasts.
const SESSION: SignedDuration = SignedDuration::from_hours(24 * 14);

/// `GET /login`
pub(crate) async fn login_page(State(desk): State<Arc<Desk>>, uri: Uri) -> Result<Markup, Failure> {
    if !desk.has_accounts() {
        return Err(Failure::not_found("page"));
    }
    let to = Fields::read(uri.query().unwrap_or_default().as_bytes()).one("to").unwrap_or("/").to_owned();
    Ok(login_form(&to, "", None))
}

fn login_form(to: &str, name: &str, wrong: Option<&str>) -> Markup {
    outside(
        "Log in",
        &html! {
            h1 { "Log in" }
            @if let Some(wrong) = wrong { p.desk-failure role="alert" { (wrong) } }
            form.desk-form method="post" action="/login" {
                input type="hidden" name="to" value=(to);
                label for="name" { "Name" } input #name name="name" value=(name) autocomplete="username" required maxlength="200";
                label for="password" { "Password" } input #password name="password" type="password" autocomplete="current-password" required maxlength="1000";
                button.first { "Log in" }
            }
            p.desk-note { "Whoever runs the desk gives out accounts, and new passwords." }
        },
    )
}

/// `POST /login`
pub(crate) async fn login(State(desk): State<Arc<Desk>>, body: Bytes) -> Result<Response, Failure> {
    let Access::Accounts { .. } = desk.access else { return Err(Failure::not_found("page")) };
    let form = Fields::read(&body);
    let name = form.one("name").unwrap_or_default().to_owned();
    // A password may begin with a space.
    let password =
        form.0.iter().find(|(key, _)| key == "password").map(|(_, p)| p.clone()).unwrap_or_default();
    if let Some(wait) = desk.attempts.wait(&name, Instant::now()) {
        let failure = Failure::new(StatusCode::TOO_MANY_REQUESTS, "Too many logins failed.")
            .hint(format!("Try again in {} minutes.", wait.as_secs() / 60 + 1));
        let mut response = failure.into_response();
        response.headers_mut().insert(header::RETRY_AFTER, wait.as_secs().max(1).into());
        return Ok(response);
    }
    let _turn = desk.hashing.acquire().await.map_err(|_| Failure::broken("The desk is closing."))?;
    let (asked, to) = (name.clone(), form.one("to").unwrap_or("/").to_owned());
    let opened = blocking(&desk, move |desk| {
        let user = desk.store.user(&asked).ok().filter(|user| !user.disabled);
        let fits = match &user {
            Some(user) => is_password(&password, &user.password),
            None => is_password(&password, no_password()),
        };
        match user {
            Some(user) if fits => Ok(Some(open_session(desk, &user.name)?)),
            _ => Ok(None),
        }
    })
    .await?;
    let Some(token) = opened else {
        desk.attempts.failed(&name, Instant::now());
        return Ok((StatusCode::UNAUTHORIZED, login_form(&to, &name, Some("Name or password is wrong.")))
            .into_response());
    };
    desk.attempts.succeeded(&name);
    Ok(into(&desk, &token, &to))
}

fn open_session(desk: &Desk, name: &str) -> Result<String, Failure> {
    let token = random_token().map_err(|_| Failure::broken("The system gives no random numbers."))?;
    let now = Timestamp::now();
    desk.store.open_session(&Digest::of(&token), name, now + SESSION, Act::new(name, now))?;
    Ok(token)
}

/// Lets someone in, to a page of the desk.
fn into(desk: &Desk, token: &str, to: &str) -> Response {
    let own = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\n', '\r']);
    let mut response = Redirect::to(if own { to } else { "/" }).into_response();
    set_cookie(&mut response, &desk.cookie(token, Some(SESSION.as_secs())));
    response
}

/// `POST /logout`
pub(crate) async fn logout(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if let Some(token) = cookie_of(&headers, &desk.cookie_name()).filter(|_| who.accounts) {
        blocking(&desk, move |desk| {
            Ok(desk.store.revoke_session(&Digest::of(&token), Act::new(&who.name, Timestamp::now()))?)
        })
        .await?;
    }
    let mut response = Redirect::to("/").into_response();
    set_cookie(&mut response, &desk.cookie("", Some(0)));
    Ok(response)
}

/// `POST /name`: what someone is called who did not log in.
pub(crate) async fn name(Extension(who): Extension<Who>, body: Bytes) -> Result<Response, Failure> {
    let form = Fields::read(&body);
    let name = form.one("name").unwrap_or_default();
    if who.accounts || !is_name(name) {
        return Err(Failure::wrong("A name has 1 to 100 characters."));
    }
    let hex: String = name.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut response = Redirect::to("/").into_response();
    set_cookie(&mut response, &format!("{NAME}={hex}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000"));
    Ok(response)
}

/// `GET /invitation/TOKEN`
pub(crate) async fn invitation_page(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
) -> Result<Markup, Failure> {
    let asked = token.clone();
    let invitation = blocking(&desk, move |desk| Ok(desk.store.invitation(&Digest::of(&asked))?)).await;
    let open = invitation.ok().filter(|i| i.used_by.is_none() && Timestamp::now() < i.expires_at);
    let Some(invitation) = open else {
        return Err(
            Failure::not_found("invitation").hint("It may have been used, or be over: ask for another.")
        );
    };
    Ok(outside(
        "Welcome",
        &html! {
            h1 { "Welcome" }
            p { (invitation.created_by) " invites you to this desk, as " (invitation.role) "." }
            (invitation_form(&token, "", None))
        },
    ))
}

fn invitation_form(token: &str, name: &str, wrong: Option<&str>) -> Markup {
    html! {
        @if let Some(wrong) = wrong { p.desk-failure role="alert" { (wrong) } }
        form.desk-form method="post" action={ "/invitation/" (encoded(token)) } {
            label for="name" { "Your name, as decisions will bear it" }
            input #name name="name" value=(name) autocomplete="username" required maxlength="200";
            label for="password" { "A password of " (accounts::SHORTEST) " characters or more" }
            input #password name="password" type="password" autocomplete="new-password" required minlength=(accounts::SHORTEST) maxlength="1000";
            button.first { "Come in" }
        }
    }
}

/// `POST /invitation/TOKEN`
pub(crate) async fn accept(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
    body: Bytes,
) -> Result<Response, Failure> {
    let form = Fields::read(&body);
    let name = form.one("name").unwrap_or_default().to_owned();
    let password =
        form.0.iter().find(|(key, _)| key == "password").map(|(_, p)| p.clone()).unwrap_or_default();
    let _turn = desk.hashing.acquire().await.map_err(|_| Failure::broken("The desk is closing."))?;
    let (asked, called) = (token.clone(), name.clone());
    let accepted = blocking(&desk, move |desk| {
        // Before a password is hashed: whoever has no invitation costs nothing.
        desk.store.invitation(&Digest::of(&asked))?;
        let hash = hash_password(&password).map_err(|why| Failure::wrong(format!("No: {why}.")))?;
        let user = desk.store.accept_invitation(&Digest::of(&asked), &called, &hash, Timestamp::now())?;
        open_session(desk, &user.name)
    })
    .await;
    match accepted {
        Ok(token) => Ok(into(&desk, &token, "/")),
        Err(failure) if failure.status != StatusCode::NOT_FOUND => {
            let form = invitation_form(&token, &name, Some(&failure.words));
            Ok((failure.status, outside("Welcome", &html! { h1 { "Welcome" } (form) })).into_response())
        }
        Err(failure) => Err(failure),
    }
}

/// `GET /users`
pub(crate) async fn users(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
) -> Result<Markup, Failure> {
    let users = blocking(&desk, |desk| Ok(desk.store.users()?)).await?;
    Ok(users_page(&who, &users, None))
}

fn users_page(who: &Who, users: &[User], told: Option<&Markup>) -> Markup {
    page(
        who,
        "Users",
        &html! {
            h1 { "Users" }
            @if let Some(told) = told { div.desk-since role="status" { (told) } }
            form.desk-form.desk-row method="post" action="/users" {
                (hidden(who))
                label for="invite-role" { "Invite someone, as" }
                (roles("invite-role", Role::Editor))
                button.first name="do" value="invite" { "Make an invitation" }
            }
            div.desk-scroll tabindex="0" role="region" aria-label="Users" {
                table {
                    thead { tr { th { "Name" } th { "Role" } th { "Since" } th { "Change" } } }
                    tbody { @for user in users {
                        tr {
                            td { (user.name) @if user.disabled { " (kept out)" } }
                            td { (user.role) }
                            td { (when(user.created_at)) " by " (user.created_by) }
                            td {
                                form.desk-verbs method="post" action="/users" {
                                    (hidden(who))
                                    input type="hidden" name="name" value=(user.name);
                                    label.desk-hidden for={ "role-" (user.name) } { "Role of " (user.name) }
                                    (roles(&format!("role-{}", user.name), user.role))
                                    button.plain name="do" value="role" { "Give this role" }
                                    button.plain name="do" value="sessions" { "End the logins" }
                                    button.plain name="do" value="password" { "New password" }
                                    button.plain name="do" value=(if user.disabled { "enable" } else { "disable" }) { @if user.disabled { "Let in again" } @else { "Keep out" } }
                                }
                            }
                        }
                    } }
                }
            }
        },
    )
}

fn roles(id: &str, now: Role) -> Markup {
    html! {
        select id=(id) name="role" {
            @for role in [Role::Reader, Role::Editor, Role::Admin] { option value=(role) selected[role == now] { (role) } }
        }
    }
}

/// `POST /users`
pub(crate) async fn change_users(
    State(desk): State<Arc<Desk>>,
    Extension(who): Extension<Who>,
    body: Bytes,
) -> Result<Markup, Failure> {
    let form = Fields::read(&body);
    let _turn = desk.hashing.acquire().await.map_err(|_| Failure::broken("The desk is closing."))?;
    let (by, origin) = (who.name.clone(), desk.hosts.origin());
    let (users, told) = blocking(&desk, move |desk| {
        let act = Act::new(&by, Timestamp::now());
        let name = form.one("name").unwrap_or_default();
        let role = || form.one("role").unwrap_or_default().parse::<Role>().map_err(Failure::wrong);
        let random = |_| Failure::broken("The system gives no random numbers.");
        let told = match form.one("do").unwrap_or_default() {
            "invite" => {
                let token = random_token().map_err(random)?;
                desk.store.invite(&Digest::of(&token), role()?, act.at + INVITATION, act)?;
                html! { p { "Give this address to one person; it holds for a week, and for one account:" } p { code { (origin) "/invitation/" (token) } } }
            }
            "role" => {
                sole_admin(desk, name, role()? != Role::Admin)?;
                let user = desk.store.set_role(name, role()?, act)?;
                html! { p { (user.name) " is " (user.role) " now." } }
            }
            "sessions" => {
                desk.store.revoke_sessions(name, act)?;
                html! { p { "All logins of " (name) " are ended." } }
            }
            "password" => {
                let password = random_password().map_err(random)?;
                let hash = hash_password(&password).map_err(Failure::wrong)?;
                desk.store.set_password(name, &hash, act)?;
                html! { p { "The new password of " (name) " is shown this once; all logins are ended:" } p { code { (password) } } }
            }
            action @ ("disable" | "enable") => {
                sole_admin(desk, name, action == "disable")?;
                let user = desk.store.disable_user(name, action == "disable", act)?;
                html! { p { (user.name) @if user.disabled { " is kept out now." } @else { " may come in again." } } }
            }
            _ => return Err(Failure::wrong("The form does not say what to do.")),
        };
        Ok((desk.store.users()?, told))
    })
    .await?;
    Ok(users_page(&who, &users, Some(&told)))
}

/// Refuses to take away the last admin.
fn sole_admin(desk: &Desk, name: &str, takes: bool) -> Result<(), Failure> {
    let user = desk.store.user(name)?;
    let others = desk
        .store
        .users()?
        .into_iter()
        .filter(|u| u.role == Role::Admin && !u.disabled && u.name != user.name);
    if takes && user.role == Role::Admin && others.count() == 0 {
        return Err(
            Failure::wrong(format!("{name} is the only admin.")).hint("Make someone else an admin first.")
        );
    }
    Ok(())
}
