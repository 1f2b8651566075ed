//! Blocks: the parts of an article and what each is.

use super::{Block, BlockKind};

/// Finds the parts of the text from the byte `body` on.
pub(super) fn find(text: &str, body: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut at = body;
    for line in text[body..].split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            blocks.push(Block { bytes: start..start + trimmed.len(), kind: BlockKind::Paragraph });
        }
        at += line.len();
    }
    blocks
}
