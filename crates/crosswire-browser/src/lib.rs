//! crosswire for a browser: files go in as bytes, the ledger comes out as bytes. `page/` holds the page that calls this, and
//! `cargo xtask browser` makes one file of both.
//!
//! Nothing is decided here: articles are read, told and written by the same functions as in the command, so that the same files give
//! the same ledger, byte for byte.

use crosswire::{Brief, Document, Memory, Model, Warned, Warning};
use crosswire_report::{Export, Style, View};
use crosswire_sources::{Options, read_bytes, together, wanted};
use serde_json::json;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::wasm_bindgen;

/// The files of one story, and what they tell.
#[wasm_bindgen]
pub struct Story {
    model: Model,
    files: BTreeMap<String, Warned<Vec<Document>>>,
    /// What was read of the articles, so that one more is the only one that is read.
    memory: Memory,
    told: Option<Brief>,
}

#[wasm_bindgen]
impl Story {
    /// A story without files. Fails where the language model cannot be loaded.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Self, String> {
        let model = Model::builtin().map_err(|e| e.to_string())?;
        Ok(Story { model, files: BTreeMap::new(), memory: Memory::default(), told: None })
    }

    /// Of the files in a folder, by their names, one a line, those that may hold articles.
    pub fn wanted(names: &str) -> String {
        wanted(names.lines().map(str::to_owned).collect()).join("\n")
    }

    /// Reads a file, in the place of an earlier one of this name. Gives back its articles and what is to be said of it, as JSON:
    /// `{"articles": [{"title", "outlet", "published"}], "warnings": [{"path", "reason", "skipped"}]}`.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> String {
        let read = read_bytes(name, bytes, &Options::default());
        let articles: Vec<_> = read
            .value
            .iter()
            .map(|d| {
                let published = d.published.map(|(day, _)| day.to_string());
                json!({ "title": d.title, "outlet": d.outlet, "published": published })
            })
            .collect();
        let said = json!({ "articles": articles, "warnings": read.warnings.iter().map(warning).collect::<Vec<_>>() });
        self.files.insert(name.to_owned(), read);
        said.to_string()
    }

    /// Takes a file out again.
    pub fn remove(&mut self, name: &str) {
        self.files.remove(name);
    }

    /// Makes the ledger of all files. Gives back its title, how much it holds and what could not be done, as JSON:
    /// `{"title", "articles", "claims", "disputes", "warnings"}`. Fails where the files hold no article.
    pub fn tell(&mut self, hide_private: bool) -> Result<String, String> {
        let Warned { value: documents, warnings } = together(self.files.values().cloned());
        if documents.is_empty() {
            self.told = None;
            return Err("The files hold no article that can be read.".to_owned());
        }
        let story = Brief::builder().hide_private(hide_private).memory(self.memory.clone());
        let made = story.documents(documents).told(&warnings).build(&self.model);
        let ledger = &made.value.ledger;
        let said = json!({
            "title": View::new(ledger, &made.value.texts, None).title(),
            "articles": ledger.articles.len(),
            "claims": ledger.claims.len(),
            "disputes": ledger.disputes.len(),
            "warnings": made.warnings.iter().map(warning).collect::<Vec<_>>(),
        });
        self.told = Some(made.value);
        Ok(said.to_string())
    }

    /// The ledger in the form of this name, as `crosswire brief --format` has it. Fails where nothing was told, or no form is
    /// called so.
    pub fn written(&self, form: &str) -> Result<Vec<u8>, String> {
        let told = self.told.as_ref().ok_or("There is no ledger yet.")?;
        let form = Export::named(form).ok_or_else(|| format!("There is no form {form:?}."))?;
        let mut out = Vec::new();
        form.write((&told.ledger, &told.texts), None, Style::PLAIN, &mut out).map_err(|e| e.to_string())?;
        Ok(out)
    }
}

fn warning(warning: &Warning) -> serde_json::Value {
    json!({ "path": warning.path, "reason": warning.reason, "skipped": warning.skipped })
}
