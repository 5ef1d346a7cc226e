//! The kinds of nodes and the fields that the lowering looks at.
//!
//! The grammar knows several hundred symbols by number. They are translated once, so that the
//! lowering can `match` on small enums. This module must not know the parser.

/// Declares an enum together with the translation from the grammar's names.
macro_rules! grammar_names {
    ($(#[$doc:meta])* $name:ident, $lookup:ident { $($variant:ident = $text:literal,)* } or $($rest:ident)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum $name {
            $($variant,)*
            $($rest,)*
        }

        impl $name {
            /// The variant of a name in the grammar.
            pub(super) fn $lookup(name: &str) -> Option<Self> {
                match name {
                    $($text => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

grammar_names! {
    /// The kind of a node. The tokens `Unknown` and `Punctuation` stand for all others.
    Kind, of_node {
        AbstractModifier = "abstract_modifier",
        AnonymousClass = "anonymous_class",
        AnonymousFunction = "anonymous_function",
        AnonymousFunctionUseClause = "anonymous_function_use_clause",
        Argument = "argument",
        ArgumentPlaceholder = "argument_placeholder",
        Arguments = "arguments",
        ArrayCreationExpression = "array_creation_expression",
        ArrayElementInitializer = "array_element_initializer",
        ArrowFunction = "arrow_function",
        AssignmentExpression = "assignment_expression",
        Attribute = "attribute",
        AttributeGroup = "attribute_group",
        AttributeList = "attribute_list",
        AugmentedAssignmentExpression = "augmented_assignment_expression",
        BaseClause = "base_clause",
        BinaryExpression = "binary_expression",
        Boolean = "boolean",
        BottomType = "bottom_type",
        BreakStatement = "break_statement",
        ByRef = "by_ref",
        CaseStatement = "case_statement",
        CastExpression = "cast_expression",
        CastType = "cast_type",
        CatchClause = "catch_clause",
        ClassConstantAccessExpression = "class_constant_access_expression",
        ClassDeclaration = "class_declaration",
        ClassInterfaceClause = "class_interface_clause",
        CloneExpression = "clone_expression",
        ColonBlock = "colon_block",
        Comment = "comment",
        CompoundStatement = "compound_statement",
        ConditionalExpression = "conditional_expression",
        ConstDeclaration = "const_declaration",
        ConstElement = "const_element",
        ContinueStatement = "continue_statement",
        DeclarationList = "declaration_list",
        DeclareDirective = "declare_directive",
        DeclareStatement = "declare_statement",
        DefaultStatement = "default_statement",
        DisjunctiveNormalFormType = "disjunctive_normal_form_type",
        DoStatement = "do_statement",
        DynamicVariableName = "dynamic_variable_name",
        EchoStatement = "echo_statement",
        ElseClause = "else_clause",
        ElseIfClause = "else_if_clause",
        EmptyStatement = "empty_statement",
        EncapsedString = "encapsed_string",
        EnumCase = "enum_case",
        EnumDeclaration = "enum_declaration",
        EnumDeclarationList = "enum_declaration_list",
        Error = "ERROR",
        ErrorSuppressionExpression = "error_suppression_expression",
        EscapeSequence = "escape_sequence",
        ExitStatement = "exit_statement",
        ExpressionStatement = "expression_statement",
        FinallyClause = "finally_clause",
        Float = "float",
        ForStatement = "for_statement",
        ForeachStatement = "foreach_statement",
        FormalParameters = "formal_parameters",
        FunctionCallExpression = "function_call_expression",
        FunctionDefinition = "function_definition",
        FunctionStaticDeclaration = "function_static_declaration",
        GlobalDeclaration = "global_declaration",
        GotoStatement = "goto_statement",
        Heredoc = "heredoc",
        HeredocBody = "heredoc_body",
        HeredocEnd = "heredoc_end",
        HeredocStart = "heredoc_start",
        IfStatement = "if_statement",
        IncludeExpression = "include_expression",
        IncludeOnceExpression = "include_once_expression",
        Integer = "integer",
        InterfaceDeclaration = "interface_declaration",
        IntersectionType = "intersection_type",
        ListLiteral = "list_literal",
        MatchBlock = "match_block",
        MatchConditionList = "match_condition_list",
        MatchConditionalExpression = "match_conditional_expression",
        MatchDefaultExpression = "match_default_expression",
        MatchExpression = "match_expression",
        MemberAccessExpression = "member_access_expression",
        MemberCallExpression = "member_call_expression",
        MethodDeclaration = "method_declaration",
        Name = "name",
        NamedLabelStatement = "named_label_statement",
        NamedType = "named_type",
        NamespaceDefinition = "namespace_definition",
        NamespaceName = "namespace_name",
        NamespaceUseClause = "namespace_use_clause",
        NamespaceUseDeclaration = "namespace_use_declaration",
        NamespaceUseGroup = "namespace_use_group",
        Nowdoc = "nowdoc",
        Null = "null",
        NullsafeMemberAccessExpression = "nullsafe_member_access_expression",
        NullsafeMemberCallExpression = "nullsafe_member_call_expression",
        ObjectCreationExpression = "object_creation_expression",
        OptionalType = "optional_type",
        Pair = "pair",
        ParenthesizedExpression = "parenthesized_expression",
        PhpTag = "php_tag",
        PrimitiveType = "primitive_type",
        PrintIntrinsic = "print_intrinsic",
        Program = "program",
        PropertyDeclaration = "property_declaration",
        PropertyElement = "property_element",
        PropertyHook = "property_hook",
        PropertyHookList = "property_hook_list",
        PropertyPromotionParameter = "property_promotion_parameter",
        QualifiedName = "qualified_name",
        ReferenceAssignmentExpression = "reference_assignment_expression",
        ReferenceModifier = "reference_modifier",
        RelativeName = "relative_name",
        RelativeScope = "relative_scope",
        RequireExpression = "require_expression",
        RequireOnceExpression = "require_once_expression",
        ReturnStatement = "return_statement",
        ScopedCallExpression = "scoped_call_expression",
        ScopedPropertyAccessExpression = "scoped_property_access_expression",
        SequenceExpression = "sequence_expression",
        ShellCommandExpression = "shell_command_expression",
        SimpleParameter = "simple_parameter",
        StaticModifier = "static_modifier",
        StaticVariableDeclaration = "static_variable_declaration",
        String = "string",
        StringContent = "string_content",
        SubscriptExpression = "subscript_expression",
        SwitchBlock = "switch_block",
        SwitchStatement = "switch_statement",
        Text = "text",
        TextInterpolation = "text_interpolation",
        ThrowExpression = "throw_expression",
        TraitDeclaration = "trait_declaration",
        TryStatement = "try_statement",
        TypeList = "type_list",
        UnaryOpExpression = "unary_op_expression",
        UnionType = "union_type",
        UnsetStatement = "unset_statement",
        UpdateExpression = "update_expression",
        UseAsClause = "use_as_clause",
        UseDeclaration = "use_declaration",
        UseInsteadOfClause = "use_instead_of_clause",
        UseList = "use_list",
        VariableName = "variable_name",
        VariadicParameter = "variadic_parameter",
        VariadicPlaceholder = "variadic_placeholder",
        VariadicUnpacking = "variadic_unpacking",
        VisibilityModifier = "visibility_modifier",
        WhileStatement = "while_statement",
        YieldExpression = "yield_expression",
    } or Unknown Punctuation Comma Arrow Ampersand BraceOpen BraceClose ClassKeyword YieldFrom
}

grammar_names! {
    /// The role of a node in its parent.
    Field, of_name {
        Alias = "alias",
        Alternative = "alternative",
        Arguments = "arguments",
        Attributes = "attributes",
        Body = "body",
        Condition = "condition",
        ConditionalExpressions = "conditional_expressions",
        DefaultValue = "default_value",
        EndTag = "end_tag",
        Function = "function",
        Identifier = "identifier",
        Initialize = "initialize",
        Left = "left",
        Name = "name",
        Object = "object",
        Operator = "operator",
        Parameters = "parameters",
        ReferenceModifier = "reference_modifier",
        ReturnExpression = "return_expression",
        ReturnType = "return_type",
        Right = "right",
        Scope = "scope",
        StaticModifier = "static_modifier",
        Type = "type",
        Update = "update",
        Value = "value",
        Visibility = "visibility",
    } or None
}

impl Kind {
    /// The kind of an unnamed node, which is a token of punctuation or a keyword.
    pub(super) fn of_token(text: &str) -> Kind {
        match text {
            "," => Kind::Comma,
            "=>" => Kind::Arrow,
            "&" => Kind::Ampersand,
            "{" => Kind::BraceOpen,
            "}" => Kind::BraceClose,
            "class" | "interface" | "trait" | "enum" => Kind::ClassKeyword,
            "yield from" => Kind::YieldFrom,
            _ => Kind::Punctuation,
        }
    }

    /// Whether a node of this kind is a token without a meaning of its own, a comment or HTML.
    pub(super) fn is_trivia(self) -> bool {
        self.is_token() || matches!(self, Kind::Comment | Kind::TextInterpolation | Kind::PhpTag | Kind::Text)
    }

    /// Whether a node of this kind is punctuation or a keyword.
    pub(super) fn is_token(self) -> bool {
        matches!(
            self,
            Kind::Punctuation
                | Kind::Comma
                | Kind::Arrow
                | Kind::Ampersand
                | Kind::BraceOpen
                | Kind::BraceClose
                | Kind::ClassKeyword
                | Kind::YieldFrom
        )
    }

    /// Whether the lowering of statements knows this kind.
    pub(super) fn is_statement(self) -> bool {
        matches!(
            self,
            Kind::BreakStatement
                | Kind::ClassDeclaration
                | Kind::CompoundStatement
                | Kind::ConstDeclaration
                | Kind::ContinueStatement
                | Kind::DeclareStatement
                | Kind::DoStatement
                | Kind::EchoStatement
                | Kind::EmptyStatement
                | Kind::EnumDeclaration
                | Kind::ExitStatement
                | Kind::ExpressionStatement
                | Kind::ForStatement
                | Kind::ForeachStatement
                | Kind::FunctionDefinition
                | Kind::FunctionStaticDeclaration
                | Kind::GlobalDeclaration
                | Kind::GotoStatement
                | Kind::IfStatement
                | Kind::InterfaceDeclaration
                | Kind::NamedLabelStatement
                | Kind::NamespaceDefinition
                | Kind::NamespaceUseDeclaration
                | Kind::ReturnStatement
                | Kind::SwitchStatement
                | Kind::TraitDeclaration
                | Kind::TryStatement
                | Kind::UnsetStatement
                | Kind::WhileStatement
        )
    }

    /// Whether the lowering of expressions knows this kind, names of constants aside.
    pub(super) fn is_expression(self) -> bool {
        matches!(
            self,
            Kind::AnonymousFunction
                | Kind::ArrayCreationExpression
                | Kind::ArrowFunction
                | Kind::AssignmentExpression
                | Kind::AugmentedAssignmentExpression
                | Kind::BinaryExpression
                | Kind::Boolean
                | Kind::CastExpression
                | Kind::ClassConstantAccessExpression
                | Kind::CloneExpression
                | Kind::ConditionalExpression
                | Kind::DynamicVariableName
                | Kind::EncapsedString
                | Kind::ErrorSuppressionExpression
                | Kind::Float
                | Kind::FunctionCallExpression
                | Kind::Heredoc
                | Kind::IncludeExpression
                | Kind::IncludeOnceExpression
                | Kind::Integer
                | Kind::ListLiteral
                | Kind::MatchExpression
                | Kind::MemberAccessExpression
                | Kind::MemberCallExpression
                | Kind::Nowdoc
                | Kind::Null
                | Kind::NullsafeMemberAccessExpression
                | Kind::NullsafeMemberCallExpression
                | Kind::ObjectCreationExpression
                | Kind::ParenthesizedExpression
                | Kind::PrintIntrinsic
                | Kind::ReferenceAssignmentExpression
                | Kind::RequireExpression
                | Kind::RequireOnceExpression
                | Kind::ScopedCallExpression
                | Kind::ScopedPropertyAccessExpression
                | Kind::ShellCommandExpression
                | Kind::String
                | Kind::SubscriptExpression
                | Kind::ThrowExpression
                | Kind::UnaryOpExpression
                | Kind::UpdateExpression
                | Kind::VariableName
                | Kind::YieldExpression
        )
    }

    /// Whether the lowering reads the text of such a node and never its children.
    pub(super) fn is_opaque(self) -> bool {
        matches!(
            self,
            Kind::AbstractModifier
                | Kind::NamespaceName
                | Kind::PrimitiveType
                | Kind::QualifiedName
                | Kind::ReferenceModifier
                | Kind::RelativeName
                | Kind::RelativeScope
                | Kind::StaticModifier
                | Kind::String
                | Kind::TextInterpolation
                | Kind::VariableName
                | Kind::VisibilityModifier
        )
    }

    /// Whether this is a name of a class, function or constant.
    pub(super) fn is_name(self) -> bool {
        matches!(self, Kind::Name | Kind::QualifiedName | Kind::RelativeName | Kind::RelativeScope)
    }

    /// Whether this declares a member of a class.
    pub(super) fn is_member(self) -> bool {
        matches!(
            self,
            Kind::MethodDeclaration | Kind::PropertyDeclaration | Kind::ConstDeclaration | Kind::UseDeclaration | Kind::EnumCase
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_grammar_are_translated() {
        assert_eq!(Kind::of_node("member_call_expression"), Some(Kind::MemberCallExpression));
        assert_eq!(Kind::of_node("no_such_node"), None);
        assert_eq!(Kind::of_token("=>"), Kind::Arrow);
        assert_eq!(Kind::of_token(";"), Kind::Punctuation);
        assert_eq!(Field::of_name("body"), Some(Field::Body));
    }

    #[test]
    fn every_expression_and_statement_is_one_of_them_only() {
        assert!(Kind::String.is_expression() && !Kind::String.is_statement());
        assert!(Kind::IfStatement.is_statement() && !Kind::IfStatement.is_expression());
        assert!(Kind::Comma.is_trivia() && Kind::Comma.is_token());
    }
}
