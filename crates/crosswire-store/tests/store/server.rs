//! A PostgreSQL server for tests, started for them and ended with them.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// A server of one's own on a free port of this machine. It ends with the test.
pub(crate) struct Server {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
    /// Who runs it, where that is not whoever runs the test: PostgreSQL refuses to be run by root.
    user: Option<&'static str>,
    sync: Sync,
    databases: AtomicUsize,
}

/// Whether the server waits for the disk. Where only the program ends and not the machine, what it wrote is there in any case.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sync {
    Full,
    Off,
}

impl Server {
    /// None, said on standard output, where there is no PostgreSQL.
    pub(crate) fn start(sync: Sync) -> Option<Server> {
        let Some(programs) = programs() else {
            println!("skipped: no PostgreSQL: neither `initdb` in PATH nor in /usr/lib/postgresql");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let user = is_root().then_some("postgres");
        if let Some(user) = user {
            let owned = Command::new("chown").arg(user).arg(folder.path()).status();
            if !owned.is_ok_and(|status| status.success()) {
                println!("skipped: no user `{user}`, as whom root could run PostgreSQL");
                return None;
            }
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Server { programs, folder, port, user, sync, databases: AtomicUsize::new(0) };
        server.run(
            "initdb",
            &[
                "-U",
                "crosswire",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
                "-D",
                &server.data(),
            ],
        );
        server.begin();
        Some(server)
    }

    /// Starts it after a stop.
    pub(crate) fn begin(&self) {
        let fsync = if self.sync == Sync::Full { "on" } else { "off" };
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=60 -c fsync={fsync}",
            self.port
        );
        let log = self.folder.path().join("log").display().to_string();
        self.run("pg_ctl", &["-D", &self.data(), "-l", &log, "-o", &options, "-w", "start"]);
    }

    /// Stops it at once: connections break and nothing is tidied up.
    pub(crate) fn stop(&self) {
        self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]);
    }

    /// A new database's address.
    pub(crate) fn database(&self) -> String {
        let name = format!("t{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut client = postgres::Client::connect(&self.url("postgres"), postgres::NoTls).unwrap();
        client.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        self.url(&name)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://crosswire@127.0.0.1:{}/{database}", self.port)
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let program = self.programs.join(program);
        let mut command = match self.user {
            None => Command::new(&program),
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(&program);
                command
            }
        };
        // Not in the folder of whoever runs the test, into which another user may not look.
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null()).stdout(Stdio::null());
        let status = command.status().unwrap();
        assert!(status.success(), "{}: {status}", program.display());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if Path::new(&self.data()).join("postmaster.pid").exists() {
            self.stop();
        }
    }
}

/// The folder of PostgreSQL's programs, of the newest version that is there.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<(u32, PathBuf)> = versions
        .filter_map(|e| Some((e.file_name().to_str()?.parse().ok()?, e.path().join("bin"))))
        .collect();
    folders.sort();
    let in_path = std::env::var_os("PATH");
    let in_path = in_path.iter().flat_map(std::env::split_paths);
    let mut folders = folders.into_iter().rev().map(|(_, folder)| folder).chain(in_path);
    folders.find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}
