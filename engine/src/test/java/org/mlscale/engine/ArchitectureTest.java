package org.mlscale.engine;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.mlscale.engine.table.Draws;

/** The rooms of the engine and who may look into whom. */
class ArchitectureTest {
    private static final String ENGINE = "org.mlscale.engine.";

    /** Each room and the rooms it may use: the plan of the house. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("fault", Set.of()),
            Map.entry("chunk", Set.of("fault")),
            Map.entry("schema", Set.of("chunk", "fault")),
            Map.entry("table", Set.of("chunk", "fault", "schema")),
            Map.entry("batch", Set.of("fault", "schema", "table")),
            Map.entry("compute", Set.of("fault")),
            Map.entry("model", Set.of("batch", "compute", "table")), // of table, only Draws
            Map.entry("collective", Set.of()),
            Map.entry("metrics", Set.of()),
            Map.entry("modelfile", Set.of("batch", "chunk", "fault", "metrics", "model", "schema", "table")),
            Map.entry("train", Set.of("batch", "collective", "fault", "metrics", "model", "schema", "table")),
            Map.entry("score", Set.of("batch", "chunk", "fault", "metrics", "model", "modelfile", "schema", "table")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.mlscale.engine");

    private static Optional<String> room(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ENGINE)
                ? Optional.of(name.substring(ENGINE.length()).replaceFirst("\\..*", ""))
                : Optional.empty();
    }

    @Test
    void rooms_all_useOnlyTheRoomsTheyMay() {
        Set<String> found = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            String from = room(type).orElseThrow(() -> new AssertionError(type.getName() + " is in no room"));
            found.add(from);
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                room(dependency.getTargetClass().getBaseComponentType())
                        .filter(to -> !to.equals(from))
                        .filter(to -> !MAY_USE.getOrDefault(from, Set.of()).contains(to))
                        .ifPresent(to -> wrong.add("%s -> %s: %s".formatted(from, to, dependency.getDescription())));
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(new TreeSet<>(MAY_USE.keySet()), found, "the plan names every room, and none that is not there");
    }

    @Test
    void rooms_all_haveNoCycle() {
        slices().matching("org.mlscale.engine.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void model_ofTable_usesOnlyDraws() {
        List<String> wrong = CLASSES.stream()
                .filter(type -> room(type).equals(Optional.of("model")))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> room(dependency.getTargetClass()).equals(Optional.of("table")))
                .filter(dependency -> !dependency.getTargetClass().isEquivalentTo(Draws.class))
                .map(Dependency::getDescription)
                .toList();
        assertEquals(List.of(), wrong);
    }

    @Test
    void libraries_ofOthers_stopAtTheDoorOfOneRoom() {
        confined("org.mlscale.engine.chunk..", "org.apache.commons.csv..", "com.github.luben..");
        confined("org.mlscale.engine.model.dl4j..", "org.deeplearning4j..", "org.nd4j..", "org.bytedeco..");
        confined("org.mlscale.engine.modelfile..", "com.fasterxml..");
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..")
                .check(CLASSES);
    }

    private static void confined(String room, String... libraries) {
        noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .check(CLASSES);
    }

    @Test
    void engine_neverTalksToTheConsoleOrTheNetwork() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "javax.net..", "com.sun.net..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.nio\\.channels\\..*Socket.*")
                .check(CLASSES);
    }

    @Test
    void engine_neverExitsOrSleeps() {
        noClasses()
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .orShould()
                .callMethodWhere(target(name("sleep")))
                .check(CLASSES);
    }

    @Test
    void engine_neverDrawsFromAGeneratorOrReadsJavaObjects() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(RandomGenerator.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(StrictMath.class, "random")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .check(CLASSES);
    }

    @Test
    void packages_all_areNullMarked() {
        JavaPackage engine = CLASSES.getPackage("org.mlscale.engine");
        List<String> unmarked = Stream.concat(Stream.of(engine), engine.getSubpackagesInTree().stream())
                .filter(rooms -> !rooms.getClasses().isEmpty())
                .filter(rooms -> rooms.tryGetPackageInfo()
                        .filter(info -> info.isAnnotatedWith(NullMarked.class))
                        .isEmpty())
                .map(JavaPackage::getName)
                .toList();
        assertEquals(List.of(), unmarked);
        assertTrue(CLASSES.size() > 50, "the classes were found: " + CLASSES.size());
    }
}
