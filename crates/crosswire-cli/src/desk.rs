//! The desk: opens the store, listens, and says at which address.

use crate::args::{Desk, DeskJob, Users};
use crate::error::Error;
use crate::output;
use crosswire_store::{Act, Digest, Location, NewUser, Store};
use crosswire_web::accounts::{INVITATION, hash_password, random_password, random_token};
use crosswire_web::{Settings, example, serve};
use jiff::Timestamp;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::Notify;

/// Who the log says did what a command of this machine does.
const BY: &str = "command line";

/// Runs the job; nothing is ever skipped.
pub(crate) fn run(args: &Desk) -> Result<bool, Error> {
    let store = Store::open(&location(args)?).map_err(|e| Error::Desk(e.into()))?;
    match &args.job {
        Some(DeskJob::Users(users)) => accounts(&store, users)?,
        Some(DeskJob::Backup { file }) => {
            store.backup(file, Timestamp::now()).map_err(|e| Error::Desk(e.into()))?;
            let bytes = fs::metadata(file).map_err(|e| Error::Write(file.clone(), e))?.len();
            output::wrote(file, 1, bytes);
        }
        Some(DeskJob::Restore { file }) => {
            store.restore(file, Act::new(BY, Timestamp::now())).map_err(|e| Error::Desk(e.into()))?;
        }
        None => open(args, store)?,
    }
    Ok(false)
}

/// Where the store is. Without options it is in the folder where programs keep what is a user's, so that one finds the same
/// stories whichever folder one starts in.
fn location(args: &Desk) -> Result<Location, Error> {
    if let Some(url) = &args.database {
        return Ok(Location::Url(url.clone()));
    }
    let own =
        || data_folder().map_or_else(|| PathBuf::from("crosswire-desk"), |folder| folder.join("crosswire"));
    let mut folder = args.data.clone().unwrap_or_else(own);
    if args.example && args.data.is_none() {
        folder = folder.join("example");
    }
    make(&folder).map_err(|e| Error::Write(folder.clone(), e))?;
    Ok(Location::File(folder.join("store.db")))
}

/// Makes a folder into which only its owner may look.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The folder where programs keep what is a user's, as each system has it.
fn data_folder() -> Option<PathBuf> {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if cfg!(windows) {
        return named("APPDATA");
    }
    let own = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/share" };
    named("XDG_DATA_HOME").or_else(|| Some(named("HOME")?.join(own)))
}

fn open(args: &Desk, store: Store) -> Result<(), Error> {
    let name = ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    let name = name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "someone".to_owned());
    let runtime = tokio::runtime::Runtime::new().map_err(|e| Error::Threads(e.to_string()))?;
    let listen = |e| crosswire_web::Error::Listen(args.listen, e);
    let listener = runtime.block_on(tokio::net::TcpListener::bind(args.listen)).map_err(listen)?;
    let at = listener.local_addr().map_err(listen)?;
    // The store waits for its database, which is not done within the runtime.
    let settings = Settings {
        listen: at,
        public: args.public.clone(),
        accounts: args.accounts,
        name,
        hide_private: args.hide_private,
    };
    let desk = crosswire_web::Desk::open(store, &settings)?;
    if args.example {
        example::fill(&desk)?;
    }
    // Before the address is known, so that Ctrl-C closes the desk in its own way from the first moment.
    let stop = Arc::new(Notify::new());
    let interrupted = Arc::clone(&stop);
    ctrlc::set_handler(move || interrupted.notify_one()).map_err(|e| Error::Signals(e.to_string()))?;
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "The desk is open at {}\nCtrl-C closes it.", desk.address());
    let _ = out.flush();
    drop(out);
    runtime.block_on(serve(desk, listener, async move { stop.notified().await }))?;
    Ok(())
}

fn accounts(store: &Store, users: &Users) -> Result<(), Error> {
    let act = Act::new(BY, Timestamp::now());
    let failed = |e: crosswire_store::Error| Error::Desk(e.into());
    let random = |e: &dyn std::fmt::Display| Error::Desk(crosswire_web::Error::Random(e.to_string()));
    let mut out = io::stdout().lock();
    let told = match users {
        Users::Add { name, role, password_stdin } => {
            let (password, told) = password(*password_stdin)?;
            store.create_user(NewUser { name, role: *role, password: &password }, act).map_err(failed)?;
            format!("{name} may log in as {role}{told}")
        }
        Users::Password { name, password_stdin } => {
            let (password, told) = password(*password_stdin)?;
            store.set_password(name, &password, act).map_err(failed)?;
            format!("{name} has a new password, and all logins are ended{told}")
        }
        Users::Invite { role } => {
            let token = random_token().map_err(|e| random(&e))?;
            store.invite(&Digest::of(&token), *role, act.at + INVITATION, act).map_err(failed)?;
            format!(
                "/invitation/{token}\nPut the desk's address before it, and give it to one person. It holds for a week."
            )
        }
        Users::Role { name, role } => {
            store.set_role(name, *role, act).map_err(failed)?;
            format!("{name} is {role} now")
        }
        Users::Revoke { name } => {
            store.revoke_sessions(name, act).map_err(failed)?;
            format!("all logins of {name} are ended")
        }
        Users::Disable { name } => {
            store.disable_user(name, true, act).map_err(failed)?;
            format!("{name} is kept out")
        }
        Users::Enable { name } => {
            store.disable_user(name, false, act).map_err(failed)?;
            format!("{name} may come in again")
        }
        Users::List => {
            let line = |u: &crosswire_store::User| {
                format!("{}\t{}{}", u.name, u.role, if u.disabled { "\tkept out" } else { "" })
            };
            let users = store.users().map_err(failed)?;
            if users.is_empty() {
                "nobody yet".to_owned()
            } else {
                users.iter().map(line).collect::<Vec<_>>().join("\n")
            }
        }
    };
    writeln!(out, "{told}").map_err(Error::Stdout)
}

/// The hash of a password, from standard input or made up, and what to say of it.
fn password(stdin: bool) -> Result<(String, String), Error> {
    let wrong = Error::Password;
    if stdin {
        let mut text = String::new();
        io::stdin().take(4_096).read_to_string(&mut text).map_err(|e| wrong(e.to_string()))?;
        let text = text.strip_suffix('\n').map_or(text.as_str(), |t| t.strip_suffix('\r').unwrap_or(t));
        return Ok((hash_password(text).map_err(wrong)?, String::new()));
    }
    let made = random_password().map_err(|e| wrong(e.to_string()))?;
    Ok((hash_password(&made).map_err(wrong)?, format!("\nThe password, shown this once: {made}")))
}
