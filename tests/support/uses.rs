//! The imports that the files of a fixture would have.

/// The fixture with imports behind every `<?php`.
pub(crate) fn with_uses(fixture: &str) -> String {
    const USES: &str = "<?php use Illuminate\\Database\\Migrations\\Migration; use Illuminate\\Database\\Schema\\Blueprint; \
                        use Illuminate\\Support\\Facades\\{DB, Schema}; use Illuminate\\Database\\Eloquent\\Model;";
    fixture.replace("<?php", USES)
}
