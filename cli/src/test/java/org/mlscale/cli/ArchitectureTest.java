package org.mlscale.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rooms of the command line: commands know the others, never the other way round. */
class ArchitectureTest {
    private static final String COMMANDS = "org.mlscale.cli";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.mlscale.cli");

    @Test
    void picocli_onlyInCommandsAndExit() {
        noClasses()
                .that()
                .resideOutsideOfPackages(COMMANDS, "org.mlscale.cli.exit")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..")
                .check(CLASSES);
    }

    @Test
    void exit_onlyMainLeavesTheProcess() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Mlscale.class)
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(CLASSES);
    }

    @Test
    void rooms_otherThanTheCommands_importNoCommand() {
        noClasses()
                .that()
                .resideOutsideOfPackage(COMMANDS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(COMMANDS)
                .check(CLASSES);
        slices().matching("org.mlscale.cli.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** The engine's own libraries stay behind it: another one must cost the command line nothing. */
    @Test
    void libraries_onesOfTheEngine_areNotSeen() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.deeplearning4j..", "org.nd4j..", "org.bytedeco..", "org.apache.commons..", "org.slf4j..")
                .check(CLASSES);
    }

    @Test
    void network_isNotTalkedTo() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "javax.net..", "com.sun.net..")
                .check(CLASSES);
    }

    @Test
    void commands_areSeenByNobodyOutside() {
        classes()
                .that()
                .resideInAPackage(COMMANDS)
                .and()
                .haveSimpleNameEndingWith("Command")
                .should()
                .notBePublic()
                .check(CLASSES);
    }

    @Test
    void packages_all_areNullMarked() {
        JavaPackage cli = CLASSES.getPackage(COMMANDS);
        List<String> unmarked = Stream.concat(Stream.of(cli), cli.getSubpackagesInTree().stream())
                .filter(room -> !room.getClasses().isEmpty())
                .filter(room -> room.tryGetPackageInfo()
                        .filter(info -> info.isAnnotatedWith(NullMarked.class))
                        .isEmpty())
                .map(JavaPackage::getName)
                .toList();
        assertEquals(List.of(), unmarked);
    }
}
