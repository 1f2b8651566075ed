//! What is said when nothing could be done: what went wrong, where, what to try.

use crosswire::explain::PlaceError;
use crosswire_report::words;
use std::io;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("no article could be read from the {} given", words::count(*inputs, "path", "paths"))]
    NothingRead { inputs: usize },
    #[error("cannot write {}: {}", .0.display(), .1)]
    Write(PathBuf, io::Error),
    #[error("cannot write to standard output: {0}")]
    Stdout(io::Error),
    #[error("{} is a folder", .0.display())]
    OutputIsFolder(PathBuf),
    #[error("{} is a file, and without an ending it names a folder for tables", .0.display())]
    OutputIsFile(PathBuf),
    #[error("{} has the ending of no form", file.display())]
    UnknownEnding { file: PathBuf, known: String },
    #[error("{} has the ending of {ended}, and --format asks for {named}", file.display())]
    AtOdds { file: PathBuf, ended: String, named: String, better: PathBuf },
    #[error("a terminal cannot show a workbook")]
    Workbook,
    #[error(
        "--profile changes nothing in the JSON, which says what was reported and holds no rule's numbers"
    )]
    ProfileUnused,
    #[error("--texts adds to the JSON alone, and {form} is asked for")]
    TextsUnused { form: &'static str },
    #[error("an incident has no form {form}")]
    NoIncidents { form: &'static str },
    #[error("{address} is an address, and only crosswire collect fetches")]
    Address { address: String },
    #[error("there is no folder {}", .0.display())]
    NoFolder(PathBuf),
    #[error("cannot start the threads: {0}")]
    Threads(String),
    #[error("cannot listen for Ctrl-C: {0}")]
    Signals(String),
    #[error("cannot write {name}: {why}")]
    Export { name: &'static str, why: String },
    #[error("cannot use the frames of {}: {reason}", file.display())]
    Frames { file: PathBuf, reason: String },
    #[error("cannot read the decisions of {}: {why}", file.display())]
    Decisions { file: PathBuf, why: io::Error },
    #[error("cannot read the stories of {}: {why}", file.display())]
    Stories { file: PathBuf, why: String },
    #[error("cannot read the ledger {}: {why}", file.display())]
    Ledger { file: PathBuf, why: String },
    #[error("cannot use {}: {}", .0.display(), .1)]
    State(PathBuf, io::Error),
    #[error("{} was not written by this version of crosswire stories", .0.display())]
    StateOther(PathBuf),
    #[error("another crosswire is using {}", .0.display())]
    StateTaken(PathBuf),
    #[error("cannot ask the second reader at {url}: {why}")]
    Judge { url: String, why: String },
    #[error(transparent)]
    Collect(#[from] crosswire_collect::Error),
    #[error("nothing could be had from the {} given", words::count(*given, "address or file", "addresses and files"))]
    NothingHad { given: usize },
    #[error("{count} places are given, and no more than two can be compared")]
    Places { count: usize },
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error(transparent)]
    Desk(#[from] crosswire_web::Error),
    #[error(transparent)]
    Mcp(#[from] crosswire_mcp::Error),
    #[error("cannot take the token of {}: {why}", file.display())]
    Token { file: PathBuf, why: String },
    #[error("cannot set the password: {0}")]
    Password(String),
    #[error(transparent)]
    Model(#[from] crosswire_lang::ModelError),
}

impl Error {
    /// The next thing to try.
    pub(crate) fn hint(&self) -> Option<String> {
        Some(match self {
            Error::NothingRead { .. } => {
                let endings = crosswire_sources::endings();
                format!("give {endings} files with articles, or a folder that holds some")
            }
            Error::Write(..) => "see that the folder can be written to and the disk is not full".into(),
            Error::Stories { file, .. } => {
                format!("write it anew: crosswire stories PATH… -o {}", file.display())
            }
            Error::Ledger { .. } => "name a ledger that crosswire brief wrote with --format json".into(),
            Error::State(..) => "see that the file can be written to and the disk is not full".into(),
            Error::StateOther(_) => "name another file with --state, or delete this one: all is then read again".into(),
            Error::StateTaken(_) => "wait until it is done, or name another file with --state".into(),
            Error::OutputIsFolder(path) => {
                let file = path.join("story.html");
                format!("name a file in it: -o {}; or --format csv for a folder of tables", file.display())
            }
            Error::OutputIsFile(path) => {
                format!("all in one table: -o {}; or another name", path.with_extension("csv").display())
            }
            Error::UnknownEnding { known, .. } => format!("one of {known}, or name the form with --format"),
            Error::AtOdds { better, .. } => format!("leave --format out, or -o {}", better.display()),
            Error::Workbook => "write it to a file: -o story.xlsx".into(),
            Error::ProfileUnused => {
                "another --format, such as terminal or csv; or --page story.html beside the JSON".into()
            }
            Error::TextsUnused { .. } => {
                "--format json; the page, Markdown and the tables have the words of each passage already"
                    .into()
            }
            Error::NoIncidents { .. } => {
                let forms: Vec<&str> = crosswire_report::INCIDENTS.iter().map(|form| form.name).collect();
                format!("--format {}", forms.join(", "))
            }
            Error::Address { address } => {
                format!("fetch it first: crosswire collect '{address}' --into story")
            }
            Error::NoFolder(path) => format!("make it first: mkdir -p {}", path.display()),
            Error::Threads(_) => "a smaller number: --threads 1".into(),
            Error::Frames { .. } => {
                "a frame is `frame NAME`, then lines such as `does: verb, verb` or `undergoes: verb`".into()
            }
            Error::Decisions { .. } => {
                "name a file of JSON Lines, one decision a line: docs/decisions.md".into()
            }
            Error::Judge { .. } => {
                "--judge http://127.0.0.1:PORT/v1 of a model on this machine; another machine is named with --judge-host as well, \
                 and reached through a tunnel"
                    .into()
            }
            Error::Collect(error) => error.hint(),
            Error::NothingHad { .. } => {
                "see above what is wrong with each; start the same command again when it is mended".into()
            }
            Error::Places { .. } => "--at once for a place, twice for a pair".into(),
            Error::Place(PlaceError::ManyArticles { .. }) => "more of its path: --at FOLDER/FILE:LINE".into(),
            Error::Place(_) => {
                "a line of an article or words that it has: --at FILE:LINE, --at \"ran aground\"".into()
            }
            Error::Desk(crosswire_web::Error::NoAdmin) => {
                "make one first: crosswire desk users add NAME --role admin".into()
            }
            Error::Desk(crosswire_web::Error::Listen(..)) => "another port: --listen 127.0.0.1:4712".into(),
            Error::Desk(crosswire_web::Error::Public(_)) => "such as --public https://desk.example".into(),
            Error::Desk(crosswire_web::Error::Store(error)) => return error.hint().map(str::to_owned),
            Error::Desk(_) => return None,
            Error::Mcp(crosswire_mcp::Error::Root(..)) => "a folder that is there: --root story/".into(),
            Error::Mcp(crosswire_mcp::Error::NotLoopback(_)) => "--http 127.0.0.1:4712".into(),
            Error::Mcp(crosswire_mcp::Error::Listen(..)) => "another port: --http 127.0.0.1:4713".into(),
            Error::Mcp(_) => return None,
            Error::Token { .. } => "leave --token-file out, and one is made up".into(),
            Error::Password(_) => "leave --password-stdin out, and one is made up".into(),
            Error::Model(_) => "install crosswire again".into(),
            Error::Stdout(_) | Error::Signals(_) | Error::Export { .. } => return None,
        })
    }
}
