//! Users, their sessions and invitations, and what each has seen.
//!
//! The store makes no secret and checks no password: it keeps what the caller makes of them, a hash as text for a password and
//! the SHA-256 of a token. Names are unique whatever their case.

use crate::audit::Act;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::open::Store;
use crate::sql::{Row, Tx, Value, values};
use crate::stories::StoryId;
use jiff::Timestamp;
use serde_json::json;
use std::fmt;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// What a user may do. Each may do what the one before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads.
    Reader,
    /// Adds articles and decides.
    Editor,
    /// Manages users.
    Admin,
}

impl Role {
    /// The word that it is kept as.
    pub fn word(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Editor => "editor",
            Role::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Role {
    type Err = String;

    /// Fails on any other word than `reader`, `editor` and `admin`.
    fn from_str(word: &str) -> std::result::Result<Role, String> {
        [Role::Reader, Role::Editor, Role::Admin]
            .into_iter()
            .find(|role| role.word() == word)
            .ok_or_else(|| format!("`{word}` is no role: reader, editor or admin is expected"))
    }
}

/// A user.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// The name, as it was chosen.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// The password's hash, as the caller made it.
    pub password: String,
    /// True if the user may not come in.
    pub disabled: bool,
    /// Who made the account.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
}

impl fmt::Debug for User {
    /// Without the password's hash, so that no log has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "User({}, {}{})", self.name, self.role, if self.disabled { ", disabled" } else { "" })
    }
}

/// A user to make.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NewUser<'a> {
    /// The name: 1 to 200 characters, none of which only controls a terminal, and no space at its ends.
    pub name: &'a str,
    /// What the user may do.
    pub role: Role,
    /// The password's hash.
    pub password: &'a str,
}

/// A session that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub user: User,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// An invitation to become a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// What the user will be able to do.
    pub role: Role,
    /// Who invites.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// Until when it holds.
    pub expires_at: Timestamp,
    /// The user who took it, if one did.
    pub used_by: Option<String>,
}

const SELECT: &str = "SELECT u.name, u.role, u.password, u.disabled, u.created_by, u.created_at FROM users u";

impl Store {
    /// Makes a user. Fails where the name is taken, in whatever case, and where it is none.
    pub fn create_user(&self, new: NewUser<'_>, act: Act<'_>) -> Result<User> {
        self.write(|tx| tx.create_user(new, act))
    }

    /// A user by name, in whatever case; disabled or not. Fails where there is none.
    pub fn user(&self, name: &str) -> Result<User> {
        self.read(|tx| tx.user(name))
    }

    /// All users, by name. Fails where the store cannot be read.
    pub fn users(&self) -> Result<Vec<User>> {
        let sql = format!("{SELECT} ORDER BY u.folded");
        self.read(|tx| tx.all(&sql, values![], |mut row| user(&mut row)))
    }

    /// Gives a user another password, and ends all the user's sessions. Fails where there is no such user.
    pub fn set_password(&self, name: &str, password: &str, act: Act<'_>) -> Result<User> {
        let details = json!({"user": name});
        self.change_user(name, "password", password.into(), true, act, "set-password", &details)
    }

    /// Gives a user another role. Fails where there is no such user.
    pub fn set_role(&self, name: &str, role: Role, act: Act<'_>) -> Result<User> {
        let details = json!({"user": name, "role": role.word()});
        self.change_user(name, "role", role.word().into(), false, act, "set-role", &details)
    }

    /// Keeps a user out, and ends all the user's sessions; or lets the user in again. Fails where there is no such user.
    pub fn disable_user(&self, name: &str, disabled: bool, act: Act<'_>) -> Result<User> {
        let details = json!({"user": name, "disabled": disabled});
        self.change_user(name, "disabled", disabled.into(), disabled, act, "disable-user", &details)
    }

    #[expect(clippy::too_many_arguments, reason = "three calls above share all of it")]
    fn change_user(
        &self,
        name: &str,
        column: &'static str,
        value: Value,
        ends_sessions: bool,
        act: Act<'_>,
        what: &str,
        details: &serde_json::Value,
    ) -> Result<User> {
        self.write(|tx| {
            let folded = folded(name);
            let sql = format!("UPDATE users SET {column} = ?2 WHERE folded = ?1");
            if tx.execute(&sql, &[folded.as_str().into(), value])? == 0 {
                return Err(Error::missing("user", name));
            }
            if ends_sessions {
                tx.end_sessions(&folded, act)?;
            }
            tx.audit(act, what, details)?;
            tx.user(name)
        })
    }

    /// Opens a session, known by the SHA-256 of its token. Fails where there is no such user, and where the token is in use.
    pub fn open_session(
        &self,
        token: &Digest,
        name: &str,
        expires_at: Timestamp,
        act: Act<'_>,
    ) -> Result<()> {
        self.write(|tx| {
            let user = tx.user(name)?;
            let rows = tx.execute(
                "INSERT INTO sessions (token, holder, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO NOTHING",
                values![*token, folded(name), act.at, expires_at],
            )?;
            taken_unless(rows, "session", "of this token")?;
            let details = json!({"user": user.name, "expires": expires_at.to_string()});
            tx.audit(act, "open-session", &details)
        })
    }

    /// The session of a token; none where there is none, or where it has ended, was revoked, or the user is disabled.
    ///
    /// Fails where the store cannot be read.
    pub fn session(&self, token: &Digest, now: Timestamp) -> Result<Option<Session>> {
        let sql = "SELECT u.name, u.role, u.password, u.disabled, u.created_by, u.created_at, s.created_at, s.expires_at
             FROM sessions s JOIN users u ON u.folded = s.holder WHERE s.token = ?1 AND s.revoked_at IS NULL";
        let session = self.read(|tx| {
            tx.first(sql, values![*token], |mut row| {
                Ok(Session { user: user(&mut row)?, created_at: row.time(6)?, expires_at: row.time(7)? })
            })
        })?;
        Ok(session.filter(|session| now < session.expires_at && !session.user.disabled))
    }

    /// Ends a session. One that has ended, or never was, is no error. Fails where the store cannot be written.
    pub fn revoke_session(&self, token: &Digest, act: Act<'_>) -> Result<()> {
        self.write(|tx| {
            let holder = tx.first(
                "SELECT u.name FROM sessions s JOIN users u ON u.folded = s.holder
                 WHERE s.token = ?1 AND s.revoked_at IS NULL",
                values![*token],
                |mut row| row.text(0),
            )?;
            let Some(holder) = holder else { return Ok(()) };
            tx.execute("UPDATE sessions SET revoked_at = ?2 WHERE token = ?1", values![*token, act.at])?;
            tx.audit(act, "revoke-session", &json!({"user": holder}))
        })
    }

    /// Ends all sessions of a user. Fails where there is no such user.
    pub fn revoke_sessions(&self, name: &str, act: Act<'_>) -> Result<()> {
        self.write(|tx| {
            let user = tx.user(name)?;
            tx.end_sessions(&folded(name), act)?;
            tx.audit(act, "revoke-sessions", &json!({"user": user.name}))
        })
    }

    /// Invites someone, who will have the SHA-256's token. Fails where the token is in use.
    pub fn invite(&self, token: &Digest, role: Role, expires_at: Timestamp, act: Act<'_>) -> Result<()> {
        self.write(|tx| {
            let rows = tx.execute(
                "INSERT INTO invitations (token, role, created_by, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO NOTHING",
                values![*token, role.word(), act.by, act.at, expires_at],
            )?;
            taken_unless(rows, "invitation", "of this token")?;
            let details = json!({"role": role.word(), "expires": expires_at.to_string()});
            tx.audit(act, "invite", &details)
        })
    }

    /// The invitation of a token, used or not, over or not. Fails where there is none.
    pub fn invitation(&self, token: &Digest) -> Result<Invitation> {
        self.read(|tx| tx.invitation(token))
    }

    /// Makes the user who was invited, with the invitation's role. An invitation is good for one.
    ///
    /// Fails where there is no such invitation, where it was used or is over, and where the name is taken.
    pub fn accept_invitation(
        &self,
        token: &Digest,
        name: &str,
        password: &str,
        at: Timestamp,
    ) -> Result<User> {
        self.write(|tx| {
            let invitation = tx.invitation(token)?;
            if invitation.used_by.is_some() {
                return Err(Error::invalid("the invitation", "it was used already"));
            }
            if at >= invitation.expires_at {
                return Err(Error::invalid("the invitation", "it is over; ask for another"));
            }
            let act = Act::new(name, at);
            let user = tx.create_user(NewUser { name, role: invitation.role, password }, act)?;
            tx.execute(
                "UPDATE invitations SET used_by = ?2, used_at = ?3 WHERE token = ?1",
                values![*token, folded(name), at],
            )?;
            tx.audit(act, "accept-invitation", &json!({"user": name, "from": invitation.created_by}))?;
            Ok(user)
        })
    }

    /// Keeps that someone has seen a story as it was at a revision. It never goes back. Fails where there is no such story.
    ///
    /// The name need not be a user's: without accounts there are none.
    pub fn see(&self, name: &str, story: &StoryId, revision: u64, at: Timestamp) -> Result<()> {
        // Most calls tell nothing new, and those need not wait for whoever writes.
        if revision <= self.seen(name, story)? {
            return Ok(());
        }
        named("a name", name)?;
        self.write(|tx| {
            let revision = revision.min(tx.revision(story)?);
            let rows = tx.execute(
                "INSERT INTO seen (viewer, story, revision) VALUES (?1, ?2, ?3)
                 ON CONFLICT (viewer, story) DO UPDATE SET revision = excluded.revision
                 WHERE seen.revision < excluded.revision",
                values![folded(name), story.0.as_str(), revision],
            )?;
            if rows == 0 {
                return Ok(());
            }
            tx.audit(Act::new(name, at), "see", &json!({"story": story.0, "revision": revision}))
        })
    }

    /// The revision of a story that someone has seen last; 0 where it is new to them. Fails where the store cannot be read.
    pub fn seen(&self, name: &str, story: &StoryId) -> Result<u64> {
        let sql = "SELECT revision FROM seen WHERE viewer = ?1 AND story = ?2";
        self.read(|tx| tx.number(sql, values![folded(name), story.0.as_str()]))
    }
}

impl Tx<'_> {
    fn create_user(&mut self, new: NewUser<'_>, act: Act<'_>) -> Result<User> {
        named("a user's name", new.name)?;
        let rows = self.execute(
            "INSERT INTO users (folded, name, role, password, disabled, created_by, created_at)
             VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6) ON CONFLICT DO NOTHING",
            values![folded(new.name), new.name, new.role.word(), new.password, act.by, act.at],
        )?;
        taken_unless(rows, "user", new.name)?;
        self.audit(act, "create-user", &json!({"user": new.name, "role": new.role.word()}))?;
        self.user(new.name)
    }

    fn user(&mut self, name: &str) -> Result<User> {
        let sql = format!("{SELECT} WHERE u.folded = ?1");
        self.first(&sql, values![folded(name)], |mut row| user(&mut row))?
            .ok_or_else(|| Error::missing("user", name))
    }

    fn invitation(&mut self, token: &Digest) -> Result<Invitation> {
        let sql = "SELECT i.role, i.created_by, i.created_at, i.expires_at, u.name
             FROM invitations i LEFT JOIN users u ON u.folded = i.used_by WHERE i.token = ?1";
        let invitation = self.first(sql, values![*token], |mut row| {
            Ok(Invitation {
                role: role(&mut row, 0)?,
                created_by: row.text(1)?,
                created_at: row.time(2)?,
                expires_at: row.time(3)?,
                used_by: row.optional(4)?,
            })
        })?;
        // The token's hash is told to nobody.
        invitation.ok_or_else(|| Error::missing("invitation", "with this token"))
    }

    fn end_sessions(&mut self, holder: &str, act: Act<'_>) -> Result<()> {
        let sql = "UPDATE sessions SET revoked_at = ?2 WHERE holder = ?1 AND revoked_at IS NULL";
        self.execute(sql, values![holder, act.at]).map(drop)
    }
}

fn user(row: &mut Row) -> Result<User> {
    Ok(User {
        name: row.text(0)?,
        role: role(row, 1)?,
        password: row.text(2)?,
        disabled: row.flag(3)?,
        created_by: row.text(4)?,
        created_at: row.time(5)?,
    })
}

fn role(row: &mut Row, column: usize) -> Result<Role> {
    row.text(column)?.parse().map_err(|why: String| Error::broken("a user", why))
}

fn taken_unless(rows: u64, what: &'static str, name: impl ToString) -> Result<()> {
    if rows == 0 { Err(Error::Taken { what, name: name.to_string() }) } else { Ok(()) }
}

/// A name as names are compared: whatever the case, and however its accents are written.
fn folded(name: &str) -> String {
    name.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

/// Refuses what is no name: it is empty, very long, begins or ends with a space, or holds characters that cannot be seen.
pub(crate) fn named(what: &'static str, name: &str) -> Result<()> {
    let why = if name.is_empty() {
        "it is empty"
    } else if name.chars().count() > 200 {
        "it is longer than 200 characters"
    } else if name.trim() != name {
        "it begins or ends with a space"
    } else if name.chars().any(char::is_control) {
        "it holds a control character"
    } else {
        return Ok(());
    };
    Err(Error::invalid(what, why))
}
