//! The project's own tools: `cargo xtask help` lists them.
//!
//! In reading order: [`root`] (where things lie), [`tidy`] and [`schema`] (what must agree with what), [`score`], [`gold`]
//! and [`eval`] (how good it is), [`mod@bench`] (how fast it is), [`clients`] (what other programs make of it), [`python`] (the wheel), [`engines`] (the wheel inside Spark and Daft), [`browser`] (the page that has the whole program), [`rarity`] (a table of the pipeline), [`mod@test`] (all of the checks in one command).
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to a terminal")]

mod bench;
mod browser;
mod clients;
mod engines;
mod eval;
mod gold;
mod python;
mod random;
mod rarity;
mod root;
mod schema;
mod score;
mod test;
mod tidy;
mod weights;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// What went wrong, in words for whoever ran the command.
type Result<T = ()> = std::result::Result<T, String>;

/// The project's own tools.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Everything that must pass: format, lints, tests, licences, tidy, generated files, floors.
    Test,
    /// Check what no compiler checks: first lines, the list of crates, decisions' numbers, forbidden words.
    Tidy,
    /// Write the JSON Schema of the ledger, docs/ledger.schema.json.
    Schema {
        /// Fail where the file differs from the Rust types, and write nothing.
        #[arg(long)]
        check: bool,
    },
    /// Write the codebook of the tables, docs/codebook.md.
    Codebook {
        /// Fail where the file differs from the tables, and write nothing.
        #[arg(long)]
        check: bool,
    },
    /// Write each gold.json below eval/stories from the phrases in its gold.toml.
    Gold {
        /// Fail where the file differs from the phrases, and write nothing.
        #[arg(long)]
        check: bool,
    },
    /// Count in how many news articles a stem stands, and write the table that weighs words.
    Rarity {
        /// Gzipped JSON Lines with a `text` field.
        articles: PathBuf,
        /// The table to write.
        to: PathBuf,
    },
    /// Set the weights of alignment on the project's stories and the shared ones, and write crates/crosswire/data/alignment.txt.
    Weights {
        /// Write each comparison's signals to this file, too, a JSON object a line: `story, a, b, articles, same, signals`.
        #[arg(long)]
        signals: Option<PathBuf>,
    },
    /// Have the exports and the tools for agents read by other people's programs, as far as they can be installed.
    Clients,
    /// Build the wheel for Python and try it: its tests, the examples of the guides, the notebook, the types.
    Python,
    /// Build the page that has the whole program for a browser, and have a browser try it.
    Browser {
        /// As it is given to people, optimised.
        #[arg(long)]
        release: bool,
    },
    /// Try the wheel inside Spark and Daft, as far as they can be had.
    Engines,
    /// Measure how good the answers are.
    Eval {
        #[command(subcommand)]
        what: Eval,
    },
    /// Measure how fast the program is.
    Bench {
        #[command(subcommand)]
        what: Bench,
    },
}

#[derive(Subcommand)]
enum Eval {
    /// Run the program over story folders and score its ledgers against their gold.json.
    Stories {
        /// A story's folder, or a folder of such folders; by default eval/stories and ../shared/stories.
        #[arg(long, value_name = "FOLDER")]
        data: Vec<PathBuf>,
        /// Name each thing that was missed.
        #[arg(long)]
        misses: bool,
        #[command(flatten)]
        floors: eval::floors::Floors,
    },
    /// Group ../shared/bench/ecbplus and the shared stories and score the groups, by B-cubed.
    Grouping {
        /// Name so many of the events that broke most.
        #[arg(long, value_name = "N", default_value_t = 0)]
        worst: usize,
        #[command(flatten)]
        floors: eval::floors::Floors,
    },
    /// Count the titles of claims that are whole sentences.
    Titles {
        /// A story's folder, or a folder of such folders; by default eval/stories and ../shared/stories.
        #[arg(long, value_name = "FOLDER")]
        stories: Vec<PathBuf>,
        /// Print each title that is none.
        #[arg(long)]
        misses: bool,
        /// Print every title.
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        floors: eval::floors::Floors,
    },
    /// Take the article's text out of web pages and score it against text taken out by hand.
    Extraction {
        /// JSON Lines, gzipped or not: `id, url, html, body`; by default ../shared/bench/extraction/pages.jsonl.gz.
        #[arg(long, value_name = "FILE")]
        data: Option<PathBuf>,
        /// Name this many of the worst pages.
        #[arg(long, value_name = "N", default_value_t = 0)]
        worst: usize,
        #[command(flatten)]
        floors: eval::floors::Floors,
    },
    /// Match the passages that the program finds with those of the stories' gold.
    Passages {
        /// A story's folder, or a folder of such folders; by default eval/stories and ../shared/stories.
        #[arg(long, value_name = "FOLDER")]
        stories: Vec<PathBuf>,
        /// Print the gold's passages of one kind: good, larger, split, smaller, shifted, none.
        #[arg(long, value_name = "KIND")]
        show: Option<String>,
        #[command(flatten)]
        floors: eval::floors::Floors,
    },
    /// Compare the passages of the stories' gold two by two, apart from how passages are found and grouped.
    Pairs {
        /// A story's folder, or a folder of such folders; by default eval/stories and ../shared/stories.
        #[arg(long, value_name = "FOLDER")]
        stories: Vec<PathBuf>,
        #[command(flatten)]
        floors: eval::floors::Floors,
    },
    /// Ask of every two articles that say the same whether they have it from one origin, and score the answers beside those of
    /// two simple ways; write the questions, or score another system's answers.
    Independence(eval::independence::Options),
    /// Annotate the raw text of treebanks and score sentences, words, tags, lemmas and trees.
    Parse {
        /// CoNLL-U, gzipped or not; by default EWT dev and the news of GUM dev in ../shared/bench/treebanks.
        #[arg(long, value_name = "FILE")]
        data: Option<PathBuf>,
        /// Only documents whose id begins so.
        #[arg(long, value_name = "PREFIX", requires = "data")]
        documents: Option<String>,
        #[command(flatten)]
        floors: eval::floors::Floors,
    },
    /// Find the names in single sentences and score them; look for those in eval/names.toml in their stories.
    Names {
        /// IOB2, gzipped or not: number, word, tag; by default that of EWT dev in ../shared/bench/treebanks.
        #[arg(long, value_name = "FILE")]
        data: Option<PathBuf>,
        #[command(flatten)]
        floors: eval::floors::Floors,
    },
    /// Find who says what in news, score it against attributions marked by hand, and say what goes wrong.
    Attribution {
        /// JSON Lines, gzipped or not, as in ../shared/bench/polnear; by default dev.jsonl.gz there.
        #[arg(long, value_name = "FILE")]
        data: Option<PathBuf>,
        /// Show this many examples of each class of error; behind `/` stands what is nearest on the other side.
        #[arg(long, value_name = "N", default_value_t = 0)]
        errors: usize,
        /// Write what was found to this file, for the scorer beside the data.
        #[arg(long, value_name = "FILE")]
        predictions: Option<PathBuf>,
        #[command(flatten)]
        floors: eval::floors::Floors,
    },
    /// Find the quantities of news sentences and score values, units and changes against those marked by hand.
    Quantities {
        /// JSON Lines, gzipped or not, as in ../shared/bench/newsquant; by default dev.jsonl there.
        #[arg(long, value_name = "FILE")]
        data: Option<PathBuf>,
        /// Show this many sentences with something missed or too much.
        #[arg(long, value_name = "N", default_value_t = 0)]
        errors: usize,
        /// Write what was found to this file, for the scorer beside the data.
        #[arg(long, value_name = "FILE")]
        predictions: Option<PathBuf>,
        #[command(flatten)]
        floors: eval::floors::Floors,
    },
    /// Find what was copied: in copies made of the example by known edits, and in a stream of news, where there is one.
    Reuse {
        /// JSON Lines, gzipped or not: `a, b, spans`, the texts of two articles and where a passage stands in both, as
        /// `[start, end, start, end]` in code points. Nothing else is scored then.
        #[arg(long, value_name = "FILE")]
        data: Option<PathBuf>,
        /// Show this many passages of each kind that are wrong or missed, and this many of the stream.
        #[arg(long, value_name = "N", default_value_t = 0)]
        show: usize,
        #[command(flatten)]
        floors: eval::floors::Floors,
    },
    /// Edit articles in known ways, and count which edits are told as changes from version to version.
    Versions {
        /// Folders of stories; by default the project's own and the shared ones.
        folders: Vec<PathBuf>,
        /// Name every edit that is not told as what it is, and every change told of a sentence in which nothing was done.
        #[arg(long)]
        misses: bool,
        #[command(flatten)]
        floors: eval::floors::Floors,
    },
    /// Find the time expressions of news, and score them against those marked in it as TempEval-3 did.
    Times {
        /// JSON Lines, gzipped or not: `id, dct, text, timex`; by default ../shared/bench/timebank/tbaq.jsonl.gz.
        #[arg(long, value_name = "FILE")]
        data: Option<PathBuf>,
        /// Show this many examples of each kind of error; behind `/` stands what was found.
        #[arg(long, value_name = "N", default_value_t = 0)]
        errors: usize,
        /// Write what was found to this file, for the scorer beside the data.
        #[arg(long, value_name = "FILE")]
        predictions: Option<PathBuf>,
        #[command(flatten)]
        floors: eval::floors::Floors,
    },
    /// Find the words that name events, and chain those of one event over the documents of a topic; score both.
    Coref(eval::coref::Options),
    /// Run the small stories after public bug reports in ../shared/reports, and the sweeps beside them.
    Reports(eval::reports::Options),
}

#[derive(Subcommand)]
enum Bench {
    /// Time the whole process on the example and on generated articles, and say how the cost grows.
    Brief {
        /// Numbers of generated articles.
        #[arg(long, value_delimiter = ',', default_values_t = [10, 100, 1000])]
        articles: Vec<usize>,
        /// Write the generated articles to this folder, and time nothing.
        #[arg(long, value_name = "FOLDER")]
        keep: Option<PathBuf>,
    },
    /// Time the whole ledger of one story beside the language layer alone, in one process and on one thread.
    Story {
        /// Numbers of generated articles.
        #[arg(long, value_delimiter = ',', default_values_t = [5, 50, 500])]
        articles: Vec<usize>,
        /// How often each is run.
        #[arg(long, value_name = "N", default_value = "3")]
        rounds: std::num::NonZeroUsize,
    },
    /// Time the whole program on articles that say the same: wire copy, and articles of one template.
    Copies {
        /// Numbers of generated articles.
        #[arg(long, value_delimiter = ',', default_values_t = [250, 500, 1000, 2000])]
        articles: Vec<usize>,
        /// Leave articles and ledgers in this folder.
        #[arg(long, value_name = "FOLDER")]
        keep: Option<PathBuf>,
    },
    /// Time the language layer on news, and spaCy beside it.
    ///
    /// A word is what white space parts, for all. Of crosswire the whole process of the release build is timed,
    /// `crosswire annotate` with all layers: start, reading and writing CoNLL-U count, on one thread and on two. Of spaCy
    /// two times are given, both on one thread with the whole default pipeline: of the texts alone, its import and its
    /// model loaded, and of the whole process. Processor time stands beside wall time: other
    /// work on the machine lengthens it less. Rounds alternate between all of them; of each the best counts.
    #[command(verbatim_doc_comment)]
    Lang {
        /// JSON Lines with `text`, gzipped or not; by default ../shared/bench/polnear/dev.jsonl.gz.
        #[arg(long, value_name = "FILE")]
        data: Option<PathBuf>,
        /// A Python that has spaCy and its small or medium English model, to be timed as well.
        #[arg(long, value_name = "PYTHON")]
        spacy: Option<PathBuf>,
        /// How often each is run.
        #[arg(long, value_name = "N", default_value = "3")]
        rounds: std::num::NonZeroUsize,
    },
    /// Ask a desk on the example for pages and decisions over many connections at once, and say how long its answers took.
    ///
    /// Both ends run on this machine. A decision changes the ledger, which the next page then shows made anew.
    #[command(verbatim_doc_comment)]
    Desk {
        /// Pages, all together.
        #[arg(long, default_value_t = 10_000)]
        pages: usize,
        /// Decisions, all together.
        #[arg(long, default_value_t = 1_000)]
        decisions: usize,
        /// Connections.
        #[arg(long, default_value = "50")]
        connections: std::num::NonZeroUsize,
        /// A PostgreSQL database that has a story, instead of SQLite and the example.
        #[arg(long, value_name = "URL")]
        database: Option<String>,
    },
    /// Time grouping a stream into stories: near-duplicates beside datasketch, grouping alone as the stream grows, and all of it.
    Stories {
        /// JSON Lines with id, date, title and text, gzipped or not; by default ../shared/bench/stream.
        #[arg(long, value_name = "FILE")]
        data: Option<PathBuf>,
        /// Copies of the stream with other names, which are grouped together; can be given several times.
        #[arg(long, value_name = "N", default_values_t = [1, 10])]
        worlds: Vec<u32>,
        /// A python that has datasketch.
        #[arg(long, value_name = "FILE")]
        python: Option<PathBuf>,
    },
    /// Time reading a web archive beside fastwarc, and compare the memory that files of one size and of ten times that take.
    Warc {
        /// About how many megabytes the generated archive has, packed.
        #[arg(long, value_name = "N", default_value_t = 20)]
        megabytes: usize,
        /// How often each reads it.
        #[arg(long, value_name = "N", default_value = "3")]
        rounds: std::num::NonZeroUsize,
    },
    /// Build the wheel for Python, and say how large it is, how long its import and the example's ledger take.
    Python,
    /// Time statements and near-duplicates of a stream inside Spark and Daft, on one core and on two, beside the wheel alone.
    ///
    /// Each is a process of its own that may use these cores alone, its workers and its Java as well; its start counts. Memory is what all
    /// its processes hold, shared pages counted once.
    #[command(verbatim_doc_comment)]
    Engines {
        /// Gzipped JSON Lines; by default ../shared/bench/stream/articles.jsonl.gz.
        #[arg(long, value_name = "FILE")]
        data: Option<PathBuf>,
        /// The first so many articles alone.
        #[arg(long, value_name = "N")]
        articles: Option<usize>,
        /// A release wheel that is made already.
        #[arg(long, value_name = "FILE")]
        wheel: Option<PathBuf>,
    },
    /// Time finding who says what beside the language layer, in one process and on one thread.
    Statements {
        /// JSON Lines as for `eval attribution`; by default ../shared/bench/polnear/dev.jsonl.gz, else generated articles.
        #[arg(long, value_name = "FILE")]
        data: Option<PathBuf>,
    },
    /// Time finding quantities, times and figures beside the language layer, and quantulum3 and dateparser beside them.
    ///
    /// A word is what white space parts, for all. Of crosswire each step is timed in this process, on texts that are read
    /// already: the language layer, then what is found by it. Of quantulum3 `parser.parse` is timed, without its
    /// classifier, of dateparser `search_dates` for English, both after a first call; each reads as many of the articles
    /// as 20 seconds allow, and is compared on those. Everything runs on one thread. Rounds alternate between all of
    /// them; of each the best counts. What each counts as found differs.
    #[command(verbatim_doc_comment)]
    Numbers {
        /// JSON Lines as for `eval attribution`; by default ../shared/bench/polnear/dev.jsonl.gz, else generated articles.
        #[arg(long, value_name = "FILE")]
        data: Option<PathBuf>,
        /// A Python that has quantulum3 and dateparser, to be timed as well.
        #[arg(long, value_name = "PYTHON")]
        python: Option<PathBuf>,
        /// How often each is run.
        #[arg(long, value_name = "N", default_value = "3")]
        rounds: std::num::NonZeroUsize,
    },
}

/// Whether the tool has a task of these words; the error says what is wrong.
fn knows(words: &[&str]) -> Result {
    use clap::CommandFactory;
    let mut command = Args::command();
    for word in words {
        if !command.has_subcommands() {
            break;
        }
        command = command
            .find_subcommand(word)
            .cloned()
            .ok_or(format!("`cargo xtask` has no task `{}`", words.join(" ")))?;
    }
    Ok(())
}

fn main() -> ExitCode {
    let done = match Args::parse().task {
        Task::Test => test::run_all(),
        Task::Tidy => tidy::run(),
        Task::Schema { check } => schema::run(check),
        Task::Codebook { check } => schema::codebook(check),
        Task::Gold { check } => gold::run(check),
        Task::Rarity { articles, to } => rarity::write(&articles, &to).map_err(|e| e.to_string()),
        Task::Python => python::run(),
        Task::Browser { release } => browser::run(release),
        Task::Engines => engines::run(),
        Task::Weights { signals } => weights::run(signals.as_deref()),
        Task::Clients => clients::run(),
        Task::Eval { what: Eval::Stories { data, misses, floors } } => {
            eval::stories::run(&data, misses, &floors)
        }
        Task::Eval { what: Eval::Versions { folders, misses, floors } } => {
            eval::versions::run(&folders, misses, &floors)
        }
        Task::Eval { what: Eval::Grouping { worst, floors } } => eval::grouping::run(worst, &floors),
        Task::Eval { what: Eval::Titles { stories, misses, all, floors } } => {
            eval::titles::run(&stories, misses, all, &floors)
        }
        Task::Eval { what: Eval::Extraction { data, worst, floors } } => {
            eval::extraction::run(data, worst, &floors)
        }
        Task::Eval { what: Eval::Parse { data, documents, floors } } => {
            eval::parse::run(data.as_deref(), documents.as_deref(), &floors)
        }
        Task::Eval { what: Eval::Names { data, floors } } => eval::names::run(data.as_deref(), &floors),
        Task::Eval { what: Eval::Attribution { data, errors, predictions, floors } } => {
            eval::attribution::run(data.as_deref(), errors, predictions.as_deref(), &floors)
        }
        Task::Eval { what: Eval::Quantities { data, errors, predictions, floors } } => {
            eval::quantities::run(data.as_deref(), errors, predictions.as_deref(), &floors)
        }
        Task::Eval { what: Eval::Times { data, errors, predictions, floors } } => {
            eval::times::run(data.as_deref(), errors, predictions.as_deref(), &floors)
        }
        Task::Eval { what: Eval::Coref(options) } => eval::coref::run(&options),
        Task::Eval { what: Eval::Passages { stories, show, floors } } => {
            eval::passages::run(&stories, show.as_deref(), &floors)
        }
        Task::Eval { what: Eval::Pairs { stories, floors } } => eval::pairs::run(&stories, &floors),
        Task::Eval { what: Eval::Independence(options) } => eval::independence::run(&options),
        Task::Eval { what: Eval::Reports(options) } => eval::reports::run(&options),
        Task::Eval { what: Eval::Reuse { data, show, floors } } => {
            eval::reuse::run(data.as_deref(), show, &floors)
        }
        Task::Bench { what: Bench::Brief { articles, keep } } => bench::run(&articles, keep.as_deref()),
        Task::Bench { what: Bench::Story { articles, rounds } } => bench::story::run(&articles, rounds.get()),
        Task::Bench { what: Bench::Copies { articles, keep } } => {
            bench::copies::run(&articles, keep.as_deref())
        }
        Task::Bench { what: Bench::Desk { pages, decisions, connections, database } } => {
            bench::desk::run(pages, decisions, connections.get(), database.as_deref())
        }
        Task::Bench { what: Bench::Stories { data, worlds, python } } => {
            bench::stories::run(data.as_deref(), &worlds, python.as_deref())
        }
        Task::Bench { what: Bench::Warc { megabytes, rounds } } => bench::warc::run(megabytes, rounds.get()),
        Task::Bench { what: Bench::Lang { data, spacy, rounds } } => {
            bench::lang::run(data.as_deref(), spacy.as_deref(), rounds.get())
        }
        Task::Bench { what: Bench::Python } => bench::python::run(),
        Task::Bench { what: Bench::Engines { data, articles, wheel } } => {
            bench::engines::run(data.as_deref(), articles, wheel)
        }
        Task::Bench { what: Bench::Statements { data } } => bench::statements::run(data.as_deref()),
        Task::Bench { what: Bench::Numbers { data, python, rounds } } => {
            bench::numbers::run(data.as_deref(), python.as_deref(), rounds.get())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("error: {reason}");
            ExitCode::FAILURE
        }
    }
}
