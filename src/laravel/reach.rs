//! Which functions of a project may reach a table at all, so that a survey need not follow arguments into the others.
//!
//! By names alone: a function reaches a table if it calls something that names one, or calls a function of a
//! name under which some function does.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::laravel::signatures::Signatures;
use crate::php::calls::Calls;
use crate::php::program::Program;
use crate::source::Span;

/// Methods that name a table, make a builder, give a query columns of its own or write a row, in lower case.
const SINKS: [&str; 55] = [
    "table",
    "from",
    "fromsub",
    "fromraw",
    "join",
    "leftjoin",
    "rightjoin",
    "crossjoin",
    "straightjoin",
    "joinsub",
    "leftjoinsub",
    "rightjoinsub",
    "joinwhere",
    "leftjoinwhere",
    "insert",
    "insertgetid",
    "insertorignore",
    "insertusing",
    "update",
    "updateorinsert",
    "upsert",
    "truncate",
    "hastable",
    "hascolumn",
    "hascolumns",
    "hasview",
    "dropifexists",
    "rename",
    "gettable",
    "settable",
    "newquery",
    "newmodelquery",
    "query",
    "connection",
    "statement",
    "unprepared",
    "wherehas",
    "whereexists",
    "wherenotexists",
    "orwhereexists",
    "assertdatabasehas",
    "assertdatabasemissing",
    "assertdatabasecount",
    "getschemabuilder",
    "select",
    "selectraw",
    "selectsub",
    "addselect",
    "withcount",
    "withsum",
    "withavg",
    "withmin",
    "withmax",
    "withexists",
    "withaggregate",
];

/// How often names are passed on from callee to caller.
const ROUNDS: usize = 12;

/// The class whose methods name tables, in lower case.
const SCHEMA: &str = "schema";

/// The functions and methods that may reach a table, by the places of their declarations. What is described by a
/// signature takes one.
#[must_use]
pub fn functions_that_reach(program: &Program<'_>, signatures: &Signatures) -> BTreeSet<Span> {
    let per_file: Vec<&[Calls]> = program.code().par_iter().map(|file| program.file(*file).calls()).collect();
    let functions: Vec<&Calls> = per_file.into_iter().flatten().collect();
    let mut callers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut reaches: Vec<bool> = Vec::with_capacity(functions.len());
    for (index, function) in functions.iter().enumerate() {
        // A name that is computed may be any.
        let is_open = function.calls_any || function.classes.contains(SCHEMA);
        let sinks = |name: &str| SINKS.contains(&name) || signatures.mentions(name);
        reaches.push(is_open || function.names.iter().any(|name| sinks(name)));
        for name in &function.names {
            callers.entry(name).or_default().push(index);
        }
    }
    let mut fresh: BTreeSet<&str> =
        functions.iter().zip(&reaches).filter(|(_, reaches)| **reaches).map(|(function, _)| &*function.name).collect();
    let mut told: BTreeSet<&str> = fresh.clone();
    for _ in 0..ROUNDS {
        let mut next: BTreeSet<&str> = BTreeSet::new();
        for index in fresh.iter().flat_map(|name| callers.get(name).into_iter().flatten()) {
            if !std::mem::replace(&mut reaches[*index], true) {
                let name = &*functions[*index].name;
                if told.insert(name) {
                    next.insert(name);
                }
            }
        }
        if next.is_empty() {
            break;
        }
        fresh = next;
    }
    functions.iter().zip(&reaches).filter(|(_, reaches)| **reaches).map(|(function, _)| function.span).collect()
}
