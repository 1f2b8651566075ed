//! The nouns of crosswire and the ledger file that is made of them.
//!
//! Everything here is data: it can be written, read back and compared, and decides nothing. The words are those of
//! `docs/glossary.md`. [`Ledger`] is the file format `crosswire.ledger/1`; its JSON Schema is made from these types.
//!
//! In reading order: [`span`] (where something stands), [`id`] (what it is called), then the ledger's parts in the order
//! in which the pipeline fills them.

pub mod span;
pub mod id;
pub mod article;
pub mod statement;
pub mod wording;
pub mod figure;
pub mod time;
pub mod proposition;
pub mod claim;
pub mod dispute;
pub mod reuse;
pub mod change;
pub mod decision;
pub mod ledger;

pub use article::{Article, Basis, Repeat, Version};
pub use change::{Change, ChangeKind, VersionPassage};
pub use claim::{
    Claim, Coverage, CoverageState, Evidence, Ground, Independence, Link, LinkPart, Origin, OriginPath,
    Polarity, Relation, Status, Strength, Support,
};
pub use decision::{
    Anchor, ArticleAnchor, Decided, Decision, NewSide, Resolution, Review, Ruling, SignedOff, SourceAnchor,
    State, Touched, Verdict,
};
pub use dispute::{Dispute, DisputeKind, Nature, Side};
pub use figure::{Agreement, Figure, Number, Qualifier, Series};
pub use id::{
    ArticleId, ClaimId, DecisionId, DisputeId, FigureId, OriginId, PropositionId, SeriesId, SourceId,
    StatementId, WordingId,
};
pub use ledger::{Generator, Ledger, Moment, SchemaName, Skipped, Story};
pub use proposition::{Participant, Proposition, Role};
pub use reuse::{Direction, DirectionBasis, Reuse, ReuseKind};
pub use span::{Passage, Quoted, Span};
pub use statement::{Described, Inferred, Quote, Source, SourceKind, Statement};
pub use time::{TimeExpression, TimeType};
pub use wording::{Difference, Wording, WordingKind};
