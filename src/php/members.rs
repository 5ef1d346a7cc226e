//! Finds methods and properties as PHP does, in classes, their traits and their parents.

use std::borrow::Cow;

use foldhash::HashMap;

use super::ast::{Function, PropertyDecl};
use super::program::{ClassDecl, Method, Program};

impl<'a> Program<'a> {
    /// Finds a method: the class's own, its traits', its parents'. Abstract methods are passed over if one with a body
    /// follows.
    #[must_use]
    pub fn method(&self, class: ClassDecl<'a>, name: &str) -> Option<Method<'a>> {
        let lower = name.to_ascii_lowercase();
        let mut without_body = None;
        for &class in &*self.line(class) {
            let own = match self.links.get(class) {
                Some(links) => links.methods.get(&lower).copied(),
                None => self.own_method(class, name),
            };
            let Some(function) = own else { continue };
            if function.body.is_some() {
                return Some(Method { class, function });
            }
            without_body = without_body.or(Some(Method { class, function }));
        }
        without_body
    }

    /// As [`Program::lineage`], without a copy of what is known.
    fn line(&self, class: ClassDecl<'a>) -> Cow<'_, [ClassDecl<'a>]> {
        let known = self.links.get(class).map(|links| Cow::Borrowed(links.lineage.as_slice()));
        known.unwrap_or_else(|| Cow::Owned(self.find_lineage(class)))
    }

    /// A property's declaration, and the class that has it: own, traits', parents'.
    #[must_use]
    pub fn property(&self, class: ClassDecl<'a>, name: &str) -> Option<(ClassDecl<'a>, &'a PropertyDecl)> {
        self.line(class).iter().find_map(|&class| {
            let own = match self.links.get(class) {
                Some(links) => links.properties.get(name).copied(),
                None => self.own_property(class, name),
            };
            Some((class, own?))
        })
    }

    /// The methods that a class declares or takes from its traits, by their names in lower case.
    pub(super) fn find_methods(&self, class: ClassDecl<'a>) -> HashMap<String, &'a Function> {
        let traits = self.find_traits(class);
        let aliases = class.decl.traits.iter().flat_map(|used| &used.aliases).filter_map(|(_, _, alias)| alias.as_deref());
        let declared = std::iter::once(class).chain(traits).flat_map(|holder| &holder.decl.methods);
        let names = declared.map(|method| &*method.name).chain(aliases);
        names.filter_map(|name| Some((name.to_ascii_lowercase(), self.own_method(class, name)?))).collect()
    }

    /// The properties that a class declares or takes from its traits.
    pub(super) fn find_properties(&self, class: ClassDecl<'a>) -> HashMap<&'a str, &'a PropertyDecl> {
        let mut found = HashMap::default();
        for property in std::iter::once(class).chain(self.find_traits(class)).flat_map(|holder| &holder.decl.properties) {
            found.entry(&*property.name).or_insert(property);
        }
        found
    }

    fn own_property(&self, class: ClassDecl<'a>, name: &str) -> Option<&'a PropertyDecl> {
        let mut holders = std::iter::once(class).chain(self.traits(class));
        holders.find_map(|holder| holder.decl.properties.iter().find(|property| *property.name == *name))
    }

    fn own_method(&self, class: ClassDecl<'a>, name: &str) -> Option<&'a Function> {
        let named = |class: ClassDecl<'a>, name: &str| class.decl.methods.iter().find(|m| m.name.eq_ignore_ascii_case(name));
        if let Some(own) = named(class, name) {
            return Some(own);
        }
        for used in &class.decl.traits {
            for (from, method, alias) in &used.aliases {
                if alias.as_deref().is_some_and(|alias| alias.eq_ignore_ascii_case(name)) {
                    let traits = self.traits(class);
                    let wanted = |t: &&ClassDecl<'a>| from.as_ref().is_none_or(|f| t.name().eq_ignore_ascii_case(&f.resolved));
                    return traits.iter().filter(wanted).find_map(|t| named(*t, method));
                }
            }
        }
        let loses = |candidate: ClassDecl<'a>| {
            class.decl.traits.iter().flat_map(|used| &used.insteadof).any(|(_, method, losers)| {
                method.eq_ignore_ascii_case(name) && losers.iter().any(|l| l.resolved.eq_ignore_ascii_case(candidate.name()))
            })
        };
        let found: Vec<&'a Function> =
            self.traits(class).into_iter().filter(|t| !loses(*t)).filter_map(|t| named(t, name)).collect();
        found.iter().find(|function| function.body.is_some()).or(found.first()).copied()
    }
}
