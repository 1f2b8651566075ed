//! The articles of a call: texts that it gives, and files that it names.

use crate::limits::Limits;
use crate::roots::Roots;
use crosswire::{Document, Warned, Warning};
use crosswire_report::words;
use crosswire_sources::{Input, Options};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::Cursor;
use std::path::PathBuf;

/// An article that is given in the call.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Article {
    /// Its text, plain or Markdown. Give this or `html`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    /// Its page, from which the text is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) html: Option<String>,
    /// Who published it. Articles of one outlet are told from those of another by this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) outlet: Option<String>,
    /// Its headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    /// Its web address. It is not opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    /// Its author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) author: Option<String>,
    /// The day on which it was published, such as 2031-03-04.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) published: Option<String>,
}

/// The articles of a call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given {
    pub(crate) articles: Vec<Article>,
    pub(crate) paths: Vec<String>,
    pub(crate) hide_private: bool,
}

/// Makes the arguments of a tool: its own, and the articles of a story.
macro_rules! arguments {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Default, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            $($(#[$doc])* pub(crate) $field: $kind,)*
            /// The articles of the story, given in the call.
            #[serde(default)]
            articles: Vec<crate::given::Article>,
            /// Files and folders with articles, within the folders that the server may read. Relative paths are those in such a
            /// folder; "." is all of it.
            #[serde(default)]
            paths: Vec<String>,
            /// Whether "[person 1]" stands for the names of private persons: victims, witnesses, everyone of whom no article tells
            /// an office.
            #[serde(default)]
            hide_private: bool,
        }

        impl $name {
            /// The articles.
            pub(crate) fn given(&self) -> crate::given::Given {
                crate::given::Given {
                    articles: self.articles.clone(),
                    paths: self.paths.clone(),
                    hide_private: self.hide_private,
                }
            }
        }
    };
}
pub(crate) use arguments;

/// How many rows a list of an answer has where a call does not say, and at most.
const MOST: usize = 10;
const MOST_OF_ALL: usize = 50;

/// How many rows a list has that was asked for with `most`.
pub(crate) fn most(asked: Option<usize>) -> Result<usize, Wrong> {
    match asked {
        None => Ok(MOST),
        Some(n @ 1..=MOST_OF_ALL) => Ok(n),
        Some(_) => Err(Wrong::new(format!("`most` is a number from 1 to {MOST_OF_ALL}."))),
    }
}

/// Words that a call asks about, unless they are none or too many.
pub(crate) fn asked<'a>(field: &str, words: &'a str) -> Result<&'a str, Wrong> {
    const MOST: usize = 2_000;
    match words.trim() {
        "" => Err(Wrong::new(format!("`{field}` is empty."))),
        words if words.len() > MOST => Err(Wrong::new(format!("`{field}` is longer than {MOST} bytes."))),
        words => Ok(words),
    }
}

/// Why a call gets no answer: what is wrong, and what to try. It has no words of any article, since errors are no quotations.
#[derive(Debug)]
pub(crate) struct Wrong {
    what: String,
    hint: Option<String>,
}

impl Wrong {
    pub(crate) fn new(what: impl Into<String>) -> Wrong {
        Wrong { what: what.into(), hint: None }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Wrong {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, " Try: {hint}."))
    }
}

impl Given {
    /// Reads the articles, with what could not be read. Fails where there are none, or too many.
    pub(crate) fn read(&self, roots: &Roots, limits: &Limits) -> Result<Warned<Vec<Document>>, Wrong> {
        self.bounded(limits)?;
        let mut inputs: Vec<Input> = Vec::new();
        if !self.articles.is_empty() {
            // As a line of a file, so that each goes through the one reader of records.
            // They are called by their place in the call.
            let line = |(n, article): (usize, &Article)| {
                let mut record = serde_json::to_value(article)?;
                record["id"] = (n + 1).to_string().into();
                Ok(format!("{record}\n"))
            };
            let lines: Result<String, serde_json::Error> =
                self.articles.iter().enumerate().map(line).collect();
            let lines = lines.map_err(|e| Wrong::new(e.to_string()))?;
            inputs.push(Input::Lines("articles".into(), Box::new(Cursor::new(lines))));
        }
        let paths = self.paths.iter().map(|path| roots.resolve(path)).collect::<Result<Vec<PathBuf>, _>>()?;
        inputs.extend(paths.into_iter().map(Input::Path));
        let options = Options {
            within: Some(roots.folders().to_vec()),
            limits: crosswire_sources::Limits {
                file_bytes: limits.article_bytes.max(limits.story_bytes),
                unpacked_bytes: 2 * limits.story_bytes as u64,
                articles: limits.articles + 1,
                entries: limits.entries,
                ..crosswire_sources::Limits::default()
            },
            ..Options::default()
        };
        let Warned { value: mut documents, mut warnings } =
            crosswire_sources::read(inputs, &options, &|_| ());
        documents.iter_mut().for_each(|d| d.path = roots.name(&d.path));
        warnings.iter_mut().for_each(|w: &mut Warning| w.path = roots.name(&w.path));
        fits(&documents, warnings.len(), limits)?;
        Ok(Warned { value: documents, warnings })
    }

    fn bounded(&self, limits: &Limits) -> Result<(), Wrong> {
        if self.articles.is_empty() && self.paths.is_empty() {
            return Err(Wrong::new("No article is given.").hint(
                "texts in `articles`, such as [{\"text\": \"…\", \"outlet\": \"…\"}], or files in `paths`",
            ));
        }
        if self.articles.len() > limits.articles {
            return Err(too_many(limits));
        }
        if self.paths.len() > limits.paths {
            return Err(Wrong::new(format!(
                "More than {} are given.",
                words::count(limits.paths, "path", "paths")
            ))
            .hint("a folder with all of them"));
        }
        for (n, article) in self.articles.iter().enumerate() {
            match (&article.text, &article.html) {
                (Some(body), None) | (None, Some(body)) if !body.trim().is_empty() => {
                    if body.len() > limits.article_bytes {
                        let most = limits.article_bytes;
                        return Err(Wrong::new(format!("Article {} is longer than {most} bytes.", n + 1))
                            .hint("the article alone"));
                    }
                }
                _ => {
                    return Err(
                        Wrong::new(format!("Article {} has no text.", n + 1)).hint("either `text` or `html`")
                    );
                }
            }
        }
        Ok(())
    }
}

fn fits(documents: &[Document], warnings: usize, limits: &Limits) -> Result<(), Wrong> {
    if documents.is_empty() {
        let what = format!(
            "No article could be read; {} told of.",
            words::count(warnings, "reason is", "reasons are")
        );
        return Err(Wrong::new(what).hint("other files, or the texts themselves in `articles`"));
    }
    if documents.len() > limits.articles {
        return Err(too_many(limits));
    }
    if documents.iter().map(|d| d.text.len()).sum::<usize>() > limits.story_bytes {
        return Err(Wrong::new(format!("The texts have more than {} bytes together.", limits.story_bytes))
            .hint("the articles of one event alone"));
    }
    Ok(())
}

fn too_many(limits: &Limits) -> Wrong {
    Wrong::new(format!("More than {} are given.", words::count(limits.articles, "article", "articles")))
        .hint("those of one event alone")
}
