//! What is said to happen: events with those who take part in them.

use crate::{ArticleId, ClaimId, FigureId, Polarity, PropositionId, Quoted, Span, StatementId, Status};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One thing that a passage says: who did what, to whom, how many, when and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Proposition {
    /// The proposition's name in this ledger.
    pub id: PropositionId,
    /// The article that it stands in.
    pub article: ArticleId,
    /// The clause that says it.
    #[serde(flatten)]
    pub span: Span,
    /// The word or words that name the event: "deported", "deportation".
    pub trigger: Quoted,
    /// The event frame, as the data files of frames name it: `removal`, `killing`; absent where only the general frame fits.
    pub frame: Option<String>,
    /// Who and what takes part, in order of place.
    pub roles: Vec<Participant>,
    /// The figures that count those who take part.
    pub figures: Vec<FigureId>,
    /// Planned, under way, done, possible, denied.
    pub status: Status,
    /// Whether it says that it is so or that it is not.
    pub polarity: Polarity,
    /// The statement that carries it; absent where the article says it in its own voice.
    pub statement: Option<StatementId>,
    /// The claim that its passage is evidence for.
    pub claim: Option<ClaimId>,
}

/// Someone or something that takes part in an event, or its time or place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Participant {
    /// The part that it plays.
    pub role: Role,
    /// The words that name it.
    #[serde(flatten)]
    pub words: Quoted,
}

/// The part that someone or something plays in an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Who does it.
    Who,
    /// To whom or what it is done.
    Whom,
    /// Whence.
    From,
    /// By way of what.
    Via,
    /// Whither; to whom something is given.
    To,
    /// Where.
    Where,
    /// When.
    When,
}

impl Role {
    /// The role in one word, as the ledger spells it.
    pub fn word(self) -> &'static str {
        match self {
            Role::Who => "who",
            Role::Whom => "whom",
            Role::From => "from",
            Role::Via => "via",
            Role::To => "to",
            Role::Where => "where",
            Role::When => "when",
        }
    }
}
