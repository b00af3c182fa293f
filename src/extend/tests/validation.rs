//! Documents made by all of signing and extending, and what the validation of EN 319 102-1 V1.4.1 says of them.

mod attackers;
mod documents;
mod evidence;
mod registry;
mod years;
