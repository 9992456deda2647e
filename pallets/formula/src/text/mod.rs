//! The human form of a formula, both ways, and of an explanation. Needs `std`.

mod lexer;
mod parser;
mod printer;
mod render;

pub use parser::{compile, parse_formula, FormulaError, ParseError};
pub use printer::print_formula;
pub use render::{render_steps, Lang};
