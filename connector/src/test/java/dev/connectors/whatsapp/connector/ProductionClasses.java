package dev.connectors.whatsapp.connector;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The connector's classes without those of tests, for rules about them. Reading them takes a while, so it is done once. */
public final class ProductionClasses {
    public static final JavaClasses ALL = importClasses();

    private ProductionClasses() {}

    private static JavaClasses importClasses() {
        // The rules need no more of other libraries' classes than their names.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackagesOf(ConnectorApplication.class);
    }
}
