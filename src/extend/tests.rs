//! Raising levels.
