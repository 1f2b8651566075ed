//! What can be asked of the command.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use crosswire_report::{EXPORTS, Export, Profile};
use jiff::civil::Date;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Reads what many outlets report about one event and gives back a ledger: who says what and on whose word, which figures
/// agree, which reports are independent and which echo one source, what is in dispute.
#[derive(Debug, Parser)]
#[command(name = "crosswire", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Brief(Brief),
    Annotate(Annotate),
    Explain(Explain),
    Collect(Collect),
    Stories(Stories),
    Changes(Changes),
    Watch(Watch),
    Desk(Desk),
    Mcp(Mcp),
    Completions(Completions),
    Man(Man),
}

/// Reads the articles of one story and reports who says what, on whose word
///
/// Reads plain text and Markdown (with head lines such as "outlet: Halvik Post"), HTML pages as a browser saves
/// them (.html, .mhtml), mails (.eml), JSON and JSON Lines with the fields url, title, outlet, published, as_of, author and text or html,
/// tables with a column of texts (.csv), exports of LexisNexis and Factiva as text or page, web archives (.warc, .wacz), and zip, tar
/// and gzip of all of these.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  crosswire brief story/                          the story, in the terminal
  crosswire brief story/ -o story.html            a page that opens every sentence
  crosswire brief story/ --page story.html        both
  crosswire brief story/ --format json | jq .     the ledger, for programs
  crosswire brief story/ -f csv -o tables/        a table a noun, for pandas, R, DuckDB
  crosswire brief story/ -o story.xlsx            the same as a workbook
  crosswire brief story/ --texts -o story.json    the ledger with the words of every passage
  crosswire brief story/ --profile airwars        a monitor's numbers beside the reports
  crosswire brief story/ --incidents --profile acled -o incident.csv
  crosswire brief story/ --hide-private -o a.html no names of victims, witnesses, children
  crosswire brief story/ --frames beat.txt        event frames of your own
  crosswire brief story/ --decisions decisions.jsonl   as people have decided
  crosswire brief story/ --judge http://127.0.0.1:11434/v1 --judge-model NAME --judgements judgements.jsonl
  crosswire brief archive/ --stories stories.jsonl -o ledgers/   many stories
  crosswire brief a.html b.txt --outlet \"Halvik Post\"
  fetch-articles | crosswire brief -              JSON Lines on standard input

Exit codes:
  0  all files were read
  1  nothing could be done
  2  the report was written, but some files were skipped")]
pub(crate) struct Brief {
    /// Files and folders with the articles; "-" reads JSON Lines from standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// What to write. Without it: by the ending of -o's file, else "terminal" on a terminal and "json" elsewhere
    #[arg(long, short, value_parser = exports())]
    pub(crate) format: Option<&'static Export>,

    /// Write to this file, in the form of its ending; if writing fails, the file is left as it was. With --format csv and a
    /// folder: a table a noun
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Write the page, as --format html does, to this file as well
    #[arg(long, value_name = "FILE")]
    pub(crate) page: Option<PathBuf>,

    /// Make one number of the several reports of a count, by this coding rule. The reports stay beside the number; the JSON,
    /// which is the ledger, has no such numbers
    #[arg(long, value_parser = profiles(), value_name = "RULE")]
    pub(crate) profile: Option<&'static Profile>,

    /// In the JSON, put the words of every passage beside its place, and each article's text
    #[arg(long)]
    pub(crate) texts: bool,

    /// Put "[person 1]" for the names of private persons, in all that is written: victims, witnesses, suspects, everyone for
    /// whom no article gives an office, a rank or a public function. Where that is in doubt the name is hidden. Who
    /// searches for the words of a sentence may still find the article
    #[arg(long)]
    pub(crate) hide_private: bool,

    /// Write a row for the story's main event instead: date, place, who, killed and injured, parts, names, sources, a grade
    /// and why. With --profile the columns are those that the monitor publishes; without, crosswire's own. What the ledger
    /// does not tell stays empty. For now a story has one main event: what most of its articles say to have been done
    #[arg(long, conflicts_with = "texts")]
    pub(crate) incidents: bool,

    /// What people decided of this story: confirm, reject, merge, split, same source … The ledger is as they say, and tells
    /// what became of each decision
    ///
    /// JSON Lines, one decision a line, as docs/decisions.md tells and the schema of the ledger has it:
    ///
    ///   {"by": "Runa", "at": "2031-03-05T09:00:00Z", "why": "one crew counted both",
    ///    "decision": "merge", "claims": [[{"exact": "84 were rescued"}], [{"exact": "more than 80 were saved"}]]}
    #[arg(long, value_name = "FILE", verbatim_doc_comment)]
    pub(crate) decisions: Option<PathBuf>,

    /// Ask a language model about the pairs of passages of which the comparer is not sure. It answers at this address as OpenAI's
    /// API does: that of a model on this machine, such as http://127.0.0.1:11434/v1. It gets the two passages and their sentences
    /// and nothing else; its answers are decisions under the model's name
    #[arg(long, value_name = "URL", requires = "judge_model", requires = "judgements")]
    pub(crate) judge: Option<String>,

    /// The model's name, which its decisions bear
    #[arg(long, value_name = "NAME", requires = "judge")]
    pub(crate) judge_model: Option<String>,

    /// Where the model's answers are kept: a file of decisions. They hold in later runs, also without --judge; what is answered is
    /// not asked again
    #[arg(long, value_name = "FILE")]
    pub(crate) judgements: Option<PathBuf>,

    /// Lets passages go to another machine than this one, if it is the one of --judge
    #[arg(long, value_name = "HOST", requires = "judge")]
    pub(crate) judge_host: Option<String>,

    /// How many pairs to ask about in one run, the most doubtful first
    #[arg(long, value_name = "N", default_value_t = 200, requires = "judge")]
    pub(crate) judge_most: usize,

    /// How long to wait for an answer
    #[arg(long, value_name = "SECONDS", default_value = "120", requires = "judge")]
    pub(crate) judge_timeout: std::num::NonZeroU64,

    /// Read many stories: a file that "crosswire stories" wrote of these PATHs. -o names a folder, which gets a ledger and a page for
    /// each story and index.html
    #[arg(long, value_name = "FILE", requires = "output",
          conflicts_with_all = ["format", "page", "incidents", "decisions", "judge", "judgements", "texts"])]
    pub(crate) stories: Option<PathBuf>,

    /// Leave out stories of fewer articles
    #[arg(long, value_name = "N", default_value_t = 2, requires = "stories")]
    pub(crate) least: usize,

    /// Event frames of your own: kinds of event for your beat. One of a known name takes its place
    ///
    /// A file of blocks such as these, where all lines but the first may be left out:
    ///
    ///   frame eviction
    ///     does: evict, turn out
    ///     undergoes: lose home
    ///     from: from
    ///     counts: person
    ///
    /// docs/frames.md tells what each line does.
    #[arg(long, value_name = "FILE", verbatim_doc_comment)]
    pub(crate) frames: Option<PathBuf>,

    /// Who published the articles, whatever the files say
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,

    /// The day on which they were published, such as 2025-10-01, whatever the files say
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) published: Option<Date>,

    /// How many threads to use; the ledger does not depend on it. Without it: one for each processor
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<NonZeroUsize>,

    /// When to use colour in the terminal; "auto" heeds NO_COLOR
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,

    /// No progress and no warnings on standard error; errors are still told
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

// How a job runs, whatever it does. As a doc comment this would take the place of each command's own.
#[derive(Debug, clap::Args)]
pub(crate) struct Running {
    /// How many threads to use; what is written does not depend on it. Without it: one for each processor
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<NonZeroUsize>,

    /// No progress and no warnings on standard error; errors are still told
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// Finds sentences, words, tags, syntax and names in English text
///
/// Reads what "brief" reads. Each text is written in the order in which it is given, none left out, under the "id" of its
/// JSON record or else under its path. Head lines such as "outlet: Halvik Post" are no part of a text.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  crosswire annotate article.txt                  CoNLL-U, a line a word
  crosswire annotate story/ -o story.conllu       all of a folder, in the order of names
  crosswire annotate texts.jsonl --format json | jq .entities
  fetch-articles | crosswire annotate -           JSON Lines with id and text on standard input

CoNLL-U has the columns of Universal Dependencies. The last holds SpaceAfter=No, and names: Name=B-PER \
for the first word of a person's name, Name=I-PER for the others; ORG, LOC and NORP likewise.

JSON has, a line a text, id, entities, groups, sentences and words. Positions are Unicode code points of \
the text: of a plain-text file as it stands, of a record's \"text\", of what is taken out of a page.

Exit codes:
  0  all files were read
  1  nothing could be done
  2  texts were written, but some files were skipped")]
pub(crate) struct Annotate {
    /// Files and folders with texts; "-" reads JSON Lines from standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// What to write. Without it: by the ending of -o's file, else "conllu"
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<Layout>,

    /// Write to this file; if writing fails, the file is left as it was
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) run: Running,
}

/// The forms in which annotated texts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Layout {
    /// CoNLL-U: a line a word, an empty line after each sentence
    Conllu,
    /// JSON Lines: a line a text
    Json,
}

/// Shows what each stage made of a place, and why two passages are one claim or two
///
/// A place is a line of an article or words that it has. For one place: the sentence and its tree, names, statements found
/// and words that were tried and refused, times, figures, events, the claim and who says it too. With a second --at also the
/// pair: every signal of the comparison with its weight, what joined or parted the two, and what the ledger says of their
/// independence. PATHs are those of "brief", since the other articles decide as well.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  crosswire explain story/ --at post.txt:12                       a line of an article
  crosswire explain story/ --at \"ran aground at dawn\"             words, wherever they stand
  crosswire explain story/ --at post.txt:\"ran aground\"            words of one article
  crosswire explain story/ --at \"ran aground\" --at times.txt:3    the two as a pair
  crosswire explain story/ --at post.txt:12 --format json | jq .places

A line is one of the text that is read: of a plain-text file as it stands, of a record's \"text\", of what \
is taken out of a page. Where a file holds many articles, FILE is file#record. Words are found whatever \
their case, quotation marks and line breaks.

The JSON follows what the stages are and may change with them; the ledger of \"brief\" does not.

Exit codes:
  0  all files were read
  1  nothing could be done
  2  the explanation was written, but some files were skipped")]
pub(crate) struct Explain {
    /// Files and folders with the articles of the story; "-" reads JSON Lines from standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// The place: FILE:LINE, words of an article, or FILE:WORDS; given twice, the two are compared
    #[arg(long, required = true, value_name = "PLACE")]
    pub(crate) at: Vec<String>,

    /// What to write. Without it: by the ending of -o's file, else "text"
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<Telling>,

    /// Write to this file, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Event frames of your own, as for "brief"
    #[arg(long, value_name = "FILE")]
    pub(crate) frames: Option<PathBuf>,

    /// What people decided, as for "brief"
    #[arg(long, value_name = "FILE")]
    pub(crate) decisions: Option<PathBuf>,

    /// Who published the articles, as for "brief"
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,

    /// The day on which they were published, as for "brief"
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) published: Option<Date>,

    #[command(flatten)]
    pub(crate) run: Running,
}

/// The forms in which an explanation is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Telling {
    /// Plain text for a terminal
    Text,
    /// JSON, for programs
    Json,
}

/// Fetches the articles that feeds, sitemaps and addresses name, and keeps them as WARC files
///
/// Reads RSS, Atom, JSON Feed, news sitemaps and their indexes, pages that link a feed, and single articles. What is kept already
/// is asked for again only when the feed says that it was changed. Sites are asked once a second at most and as their robots.txt
/// wants; addresses within your machine or network are never asked, whoever links them.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  crosswire collect https://post.example/feed.xml --into ferry/
  crosswire collect https://post.example/news-sitemap.xml https://wire.example/a/1 --into ferry/
  crosswire collect addresses.txt --into ferry/          one a line, # begins a comment
  crosswire collect feeds.txt --into ferry/ --every 15m  goes on until Ctrl-C
  crosswire collect feeds.txt --into ferry/ --again 1d   asks for changes of what is a day old
  crosswire collect feeds.txt --into ferry/ --contact desk@post.example
  crosswire collect http://intranet.example:8080/feed --into ferry/ --allow-host intranet.example:8080

DIR gets crosswire-DATE-NUMBER.warc.gz, which hold the pages, and .collected.jsonl, which says what is \
known of each address. It may be ended at any moment; the next run goes on from there. \
docs/collect.md tells more.

Exit codes:
  0  all could be had
  1  nothing could be done
  2  something could not be had, and the rest is kept")]
pub(crate) struct Collect {
    /// Addresses of feeds, sitemaps and articles; files with a feed, or with addresses, one a line
    #[arg(required = true, value_name = "FEED|URL|FILE")]
    pub(crate) given: Vec<String>,

    /// Keep everything in this folder; it is made where it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) into: PathBuf,

    /// Go on, with so much time between two rounds, such as 15m or 2h, until Ctrl-C
    #[arg(long, value_name = "TIME", value_parser = interval)]
    pub(crate) every: Option<std::time::Duration>,

    /// Ask again for pages that a feed still lists when they were last asked so long ago, such as 1d; a page that changed is
    /// kept beside the one before
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) again: Option<std::time::Duration>,

    /// How many pages of one feed to take at most, the newest first
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) most: usize,

    /// Who asks: a mail address or a web address under which a site can reach you. Every site that is asked is told
    #[arg(long, value_name = "MAIL|URL", value_parser = contact)]
    pub(crate) contact: Option<String>,

    /// The time between two requests to one host; a site's robots.txt may ask for more
    #[arg(long, value_name = "TIME", value_parser = time, default_value = "1s")]
    pub(crate) pause: std::time::Duration,

    /// Let this host be asked although it is private, such as an intranet's; with :PORT at that port only
    #[arg(long, value_name = "HOST[:PORT]")]
    pub(crate) allow_host: Vec<crosswire_collect::AllowedHost>,

    /// Let hosts be asked at this port, too; 80 and 443 always may
    #[arg(long, value_name = "PORT")]
    pub(crate) port: Vec<u16>,

    /// No progress and no words on standard error; errors are still told
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// Groups a stream of articles into stories: those that tell of one event
///
/// Reads what "brief" reads, in any order, and takes the articles by day of publication; those without one come first. A story is
/// closed when no article came to it for some days. Near-duplicates are found in the same pass. The same articles give the
/// same stories, whatever their order and the number of threads.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  crosswire stories archive/ -o stories.jsonl            a line a story
  crosswire stories day.warc.gz --least 3                only what three articles tell of
  crosswire stories feed/ --state feed.state -o stories.jsonl   reads only what is new since the last run
  crosswire stories archive.jsonl --members              a line an article: its id and its story's
  crosswire brief archive/ --stories stories.jsonl -o ledgers/   a ledger for each

A line a story, in the order in which stories closed:

  {\"id\": \"s…\", \"title\": …, \"from\": \"2031-03-04\", \"to\": \"2031-03-06\", \"articles\": [
     {\"id\", \"path\", \"published\", \"score\": mean likeness to the others, \"why\": words shared, \"copy_of\"} …]}

docs/stories.md tells how articles are grouped, and how well.

Exit codes:
  0  all files were read
  1  nothing could be done
  2  stories were written, but some files were skipped")]
pub(crate) struct Stories {
    /// Files and folders with articles; "-" reads JSON Lines from standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Write to this file, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Write a line an article, {"id", "cluster"}, in place of a line a story
    #[arg(long)]
    pub(crate) members: bool,

    /// Leave out stories of fewer articles
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) least: usize,

    /// Days without an article after which a story is closed. More days take more memory
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    pub(crate) window: u32,

    /// Keep what was read of the articles in this file: a later run, or one after a stop, reads only what is new
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) run: Running,
}

/// Tells what changed in articles from one version to the next, and in a story since an earlier ledger
///
/// Articles at one address are versions of one. What changed is told by what they say: figures, what is denied now, said with less
/// certainty, withdrawn, on another's word, and notes of correction. Versions come in the order in which they were fetched (web archives,
/// "as_of" in JSON, CSV and head lines), else changed, else published.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  crosswire changes ferry/                        every article of which there are versions
  crosswire changes ferry/ --since monday.json    also what is new in the story since that ledger
  crosswire changes ferry/ --format json | jq '.changes[] | select(.kind == \"withdrawn\")'

docs/versions.md tells what is found, and what is not.

Exit codes:
  0  all files were read
  1  nothing could be done
  2  the changes were written, but some files were skipped")]
pub(crate) struct Changes {
    /// Files and folders with the articles; "-" reads JSON Lines from standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// An earlier ledger of the story, as "brief" wrote it as JSON: what came, went and is graded otherwise since is told as well
    #[arg(long, value_name = "LEDGER")]
    pub(crate) since: Option<PathBuf>,

    /// What to write. Without it: by the ending of -o's file, else "text"
    #[arg(long, short, value_enum)]
    pub(crate) format: Option<Telling>,

    /// Write to this file, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// When to use colour in the terminal; "auto" heeds NO_COLOR
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,

    #[command(flatten)]
    pub(crate) run: Running,
}

/// Keeps a ledger and a page for each story of a folder, and says what is new in each as articles come
///
/// Looks at the folder again and again, as "collect --every" fills it. What was read before is not read again, also after a stop; only
/// the ledgers of stories that changed are made anew.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  crosswire collect feeds.txt --into ferry/ --every 15m &
  crosswire watch ferry/ -o ledgers/              goes on until Ctrl-C
  crosswire watch ferry/ -o ledgers/ --once       one look, for a timer of your own
  tail -f ledgers/news.jsonl | jq .claims         what is new, for programs

DIR of -o gets a ledger and a page for each story, index.html, stories.jsonl and news.jsonl, a line for each \
story that changed. It may be ended at any moment; the next run goes on from there. docs/watch.md tells more.

Exit codes:
  0  all files were read
  1  nothing could be done
  2  some files were skipped")]
pub(crate) struct Watch {
    /// Files and folders with articles
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Keep the ledgers in this folder; it is made where it is not there
    #[arg(long, short, required = true, value_name = "DIR")]
    pub(crate) output: PathBuf,

    /// The time between two looks
    #[arg(long, value_name = "TIME", value_parser = interval, default_value = "1m")]
    pub(crate) every: std::time::Duration,

    /// Look once and end
    #[arg(long, conflicts_with = "every")]
    pub(crate) once: bool,

    /// Leave out stories of fewer articles
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) least: usize,

    /// Days without an article after which a story is closed, as for "stories"
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    pub(crate) window: u32,

    /// Put "[person 1]" for the names of private persons, as for "brief"
    #[arg(long)]
    pub(crate) hide_private: bool,

    /// Event frames of your own, as for "brief"
    #[arg(long, value_name = "FILE")]
    pub(crate) frames: Option<PathBuf>,

    /// How many threads to use; what is written does not depend on it. Without it: one for each processor
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<NonZeroUsize>,

    /// When to use colour in the terminal; "auto" heeds NO_COLOR
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,

    /// No progress, warnings and news on standard error and standard output; errors are still told
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// Opens a desk in the browser: stories, their ledgers, and what people decide of them
///
/// It listens on this machine alone and prints an address with a token, without which nobody comes in. Where others are to
/// reach it, people log in: make an admin first.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  crosswire desk --example                        an invented ferry, to try it
  crosswire desk                                  your own stories, in your data folder
  crosswire desk --data stories/                  those of a folder
  crosswire desk --database postgres://localhost/desk
  crosswire desk users add Runa --role admin      an account; the password is printed once
  crosswire desk --public https://desk.example    behind a proxy that has the certificate
  crosswire desk users invite --role editor       a link that makes one account
  crosswire desk backup desk.zip                  everything in one file

docs/desk.md tells of accounts, backups and proxies.")]
pub(crate) struct Desk {
    #[command(subcommand)]
    pub(crate) job: Option<DeskJob>,

    /// Keep everything in this folder. Without it: crosswire in the folder where your system keeps programs' data, so that you
    /// find the same stories whichever folder you start in
    #[arg(long, value_name = "DIR", conflicts_with = "database")]
    pub(crate) data: Option<PathBuf>,

    /// Keep everything in this PostgreSQL database
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,

    /// Where to listen. Any address but one of this machine's own takes accounts
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4711")]
    pub(crate) listen: std::net::SocketAddr,

    /// The address under which a proxy shows it, such as https://desk.example; takes accounts
    #[arg(long, value_name = "URL")]
    pub(crate) public: Option<String>,

    /// Have people log in on this machine, too
    #[arg(long)]
    pub(crate) accounts: bool,

    /// Show readers no names of private persons: victims, witnesses, everyone of whom no article tells an office. Editors and
    /// admins see them
    #[arg(long)]
    pub(crate) hide_private: bool,

    /// Begin with the example, in a store of its own
    #[arg(long, conflicts_with = "database")]
    pub(crate) example: bool,
}

/// What can be done with a desk beside opening it. Give --data or --database before it.
#[derive(Debug, Subcommand)]
pub(crate) enum DeskJob {
    /// Who may log in
    #[command(subcommand)]
    Users(Users),
    /// Writes everything into one file, also while the desk is open
    Backup {
        /// The file; one of that name is replaced when the new one is whole
        file: PathBuf,
    },
    /// Fills an empty store from a backup, whichever database wrote it
    Restore {
        /// The file
        file: PathBuf,
    },
}

/// What can be done with accounts. Give --data or --database before "users".
#[derive(Debug, Subcommand)]
pub(crate) enum Users {
    /// Makes an account and prints its password
    Add {
        /// The name, which decisions will bear
        name: String,
        /// reader, editor or admin
        #[arg(long)]
        role: crosswire_store::Role,
        /// Read the password from standard input instead of making one up
        #[arg(long)]
        password_stdin: bool,
    },
    /// Makes a link with which one person makes an account; it holds for a week
    Invite {
        /// reader, editor or admin
        #[arg(long)]
        role: crosswire_store::Role,
    },
    /// Gives an account a new password and ends its logins
    Password {
        /// Whose
        name: String,
        /// Read the password from standard input instead of making one up
        #[arg(long)]
        password_stdin: bool,
    },
    /// Gives an account another role
    Role {
        /// Whose
        name: String,
        /// reader, editor or admin
        role: crosswire_store::Role,
    },
    /// Ends all logins of an account
    Revoke {
        /// Whose
        name: String,
    },
    /// Keeps someone out
    Disable {
        /// Whom
        name: String,
    },
    /// Lets someone in again
    Enable {
        /// Whom
        name: String,
    },
    /// Lists the accounts
    List,
}

/// Gives agents tools: what a story's articles say and on whose word, over the Model Context Protocol
///
/// Speaks on standard input and output with the program that started it, until its input ends. Six tools – brief, independence,
/// trace, disputes, compare, copies – read articles that come with the call, or files in the folders of --root and nowhere
/// else; nothing is fetched, kept or written. Words of articles come back as quotations, marked as data.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  crosswire mcp                                   texts come with the calls alone
  crosswire mcp --root story/ --root archive/     these folders may be read, too
  crosswire mcp --http 127.0.0.1:4712 --root story/   for programs of this machine, by HTTP

In the configuration of a client:

  {\"mcpServers\": {\"crosswire\": {\"command\": \"crosswire\", \"args\": [\"mcp\", \"--root\", \"/path/to/story\"]}}}

With --http the tools are at http://127.0.0.1:4712/mcp, and each request bears the token that is printed:

  Authorization: Bearer TOKEN

docs/mcp.md tells of each tool, of limits, and of texts that speak to agents.")]
pub(crate) struct Mcp {
    /// A folder whose files may be read; can be given several times. Links that lead out of it are not followed
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Vec<PathBuf>,

    /// Listen here, for programs of this machine, in place of standard input
    #[arg(long, value_name = "ADDR")]
    pub(crate) http: Option<std::net::SocketAddr>,

    /// The file whose first line is the token that requests bear; without it each start has its own
    #[arg(long, value_name = "FILE", requires = "http")]
    pub(crate) token_file: Option<PathBuf>,

    /// No names of private persons in any answer, as with brief
    #[arg(long)]
    pub(crate) hide_private: bool,

    /// How long a call may take
    #[arg(long, value_name = "SECONDS", default_value = "120")]
    pub(crate) timeout: std::num::NonZeroU64,

    /// How many threads to use; the answers do not depend on it. Without it: one for each processor
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<NonZeroUsize>,
}

/// Writes what a shell needs to complete crosswire's options
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  crosswire completions bash > ~/.local/share/bash-completion/completions/crosswire
  crosswire completions zsh > ~/.zfunc/_crosswire          with ~/.zfunc in fpath
  crosswire completions fish > ~/.config/fish/completions/crosswire.fish")]
pub(crate) struct Completions {
    /// For which shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// Writes the manual pages
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  crosswire man | man -l -                        read the page of the command
  crosswire man ~/.local/share/man/man1           install the pages of all jobs")]
pub(crate) struct Man {
    /// Write a page for the command and one for each job to this folder; without it, that of the command to standard output
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
}

/// A day of the calendar.
fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "it is no day of the calendar; write one as 2025-10-01".to_owned())
}

/// A length of time.
fn time(text: &str) -> Result<std::time::Duration, String> {
    let wrong = || "it is no length of time; write one as 15m, 2h or 1d".to_owned();
    let span: jiff::Span = text.parse().map_err(|_| wrong())?;
    let length = span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).map_err(|_| wrong())?;
    length.try_into().map_err(|_| wrong())
}

/// A length of time between two rounds.
fn interval(text: &str) -> Result<std::time::Duration, String> {
    let time = time(text)?;
    let least = std::time::Duration::from_secs(60);
    if time < least { Err("sites are asked once a minute at most: 1m".to_owned()) } else { Ok(time) }
}

/// A way to reach someone, as it may stand in a request.
fn contact(text: &str) -> Result<String, String> {
    let plain = text.bytes().all(|b| b.is_ascii_graphic() && !b"()\\;".contains(&b));
    if plain && (text.contains('@') || text.starts_with("https://") || text.starts_with("http://")) {
        Ok(text.to_owned())
    } else {
        Err("it is no mail address and no web address; such as desk@post.example".to_owned())
    }
}

/// A number of threads.
fn threads(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| {
        "it is a whole number from 1 on; without --threads there is one for each processor".to_owned()
    })
}

/// The names that clap offers for the entries of a table, and the entry that each names.
fn table<T: Copy + Send + Sync + 'static>(
    names: impl Iterator<Item = (&'static str, &'static [&'static str], &'static str)>,
    named: fn(&str) -> Option<T>,
) -> impl TypedValueParser<Value = T> {
    let name = |(name, aliases, help): (&'static str, &'static [&'static str], &'static str)| {
        PossibleValue::new(name).aliases(aliases).help(help)
    };
    PossibleValuesParser::new(names.map(name)).try_map(move |name| named(&name).ok_or("no such name"))
}

/// Every form of a report, as `crosswire-report` lists them.
fn exports() -> impl TypedValueParser<Value = &'static Export> {
    table(EXPORTS.iter().map(|e| (e.name, e.aliases, e.help)), Export::named)
}

/// Every monitor's rule, as `crosswire-report` lists them.
fn profiles() -> impl TypedValueParser<Value = &'static Profile> {
    table(Profile::ALL.iter().map(|p| (p.name, p.aliases, p.help)), Profile::named)
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_options_are_well_formed() {
        Args::command().debug_assert();
    }
}
