//! Explanations of small stories.
