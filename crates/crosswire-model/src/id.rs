//! Names for the parts of a ledger.
//!
//! An id is a letter and twelve hexadecimal digits of a content hash, so that it stays the same when another article
//! joins the story. Which content goes into which id is decided where the part is made.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// Names an [`Article`](crate::Article).
    ArticleId;
    /// Names a [`Source`](crate::Source).
    SourceId;
    /// Names a [`Statement`](crate::Statement). Its passage is part of the name: the same words elsewhere are another statement.
    StatementId;
    /// Names a [`Figure`](crate::Figure).
    FigureId;
    /// Names a [`Series`](crate::Series).
    SeriesId;
    /// Names a [`Proposition`](crate::Proposition).
    PropositionId;
    /// Names a [`Claim`](crate::Claim). Its evidence is no part of the name: a claim keeps it when another article repeats it.
    ClaimId;
    /// Names an [`Origin`](crate::Origin).
    OriginId;
    /// Names a [`Wording`](crate::Wording).
    WordingId;
    /// Names a [`Dispute`](crate::Dispute).
    DisputeId;
    /// Names a [`Decision`](crate::Decision).
    DecisionId;
}
