//! Figures that were misread.

use super::Decisions;
use crate::story::Report;
use crosswire_model::{Qualifier, Ruling};

impl Decisions {
    /// Corrects figures, before they are set in series.
    pub(crate) fn correct_figures(&mut self, reports: &mut [Report]) {
        for n in 0..self.all.len() {
            let Ruling::Figure { figure, value, qualifier, of, role } = &self.all[n].decision.ruling else {
                continue;
            };
            if !self.all[n].stands() {
                continue;
            }
            let Some(&(article, bytes)) = self.places.get(figure) else { continue };
            let report = &mut reports[article];
            let span = report.article.span(bytes);
            let nearest = report.figures.iter_mut().max_by_key(|f| f.span.overlap(span));
            let Some(found) = nearest.filter(|f| f.span.overlap(span) > 0) else {
                self.all[n].lose_all();
                continue;
            };
            if let Some(value) = value {
                (found.value, found.low, found.high, found.indefinite) = (*value, None, None, None);
                // One number is no range any more.
                if found.qualifier == Qualifier::Between {
                    found.qualifier = Qualifier::Exact;
                }
            }
            found.qualifier = qualifier.unwrap_or(found.qualifier);
            found.of = of.clone().or(found.of.take());
            found.role = role.clone().or(found.role.take());
            let id = found.id.clone();
            self.all[n].touches.figures.push(id);
        }
    }
}
