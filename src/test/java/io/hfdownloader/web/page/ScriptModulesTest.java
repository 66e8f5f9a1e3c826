package io.hfdownloader.web.page;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class ScriptModulesTest {

    /** The folders of scripts, each with those that it may import from. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.of(
            "shared", Set.of("shared"),
            "choosing", Set.of("choosing", "shared"),
            "watching", Set.of("watching", "shared"),
            "managing", Set.of("managing", "shared"));

    private final ScriptModules modules = new ScriptModules();

    @Test
    void aPageNamesAllThatItsScriptReaches() {
        assertThat(modules.of("download"))
                .startsWith("shared/frame.js", "download.js")
                .contains("choosing/choosing-form.js", "choosing/globs.js", "watching/virtual-rows.js")
                .doesNotContain("managing/model-table.js")
                .doesNotHaveDuplicates();
        assertThat(modules.of("manage"))
                .contains("managing/model-table.js", "shared/reconcile.js")
                .noneMatch(module -> module.startsWith("choosing/") || module.startsWith("watching/"));
    }

    @Test
    void aPageWithoutAScriptNamesNone() {
        assertThat(modules.of("error")).isEmpty();
    }

    @Test
    void importsOverSeveralLinesAreSeen() {
        assertThat(ScriptModules.imports("watching/watching.js"))
                .contains("shared/api.js", "watching/transfer-rows.js")
                .allMatch(module -> module.endsWith(".js"));
    }

    @Test
    void aModuleThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ScriptModules.reached("shared/none.js"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shared/none.js");
    }

    @Test
    void theFoldersOfScriptsImportOneWay() {
        Map<String, Collection<String>> imports = ScriptModules.reached("download.js", "manage.js").stream()
                .filter(module -> module.contains("/"))
                .collect(Collectors.toMap(Function.identity(), ScriptModules::imports));
        imports.forEach((module, imported) -> assertThat(imported)
                .as(module)
                .allMatch(other -> MAY_IMPORT.get(folderOf(module)).contains(folderOf(other))));
        assertThat(List.copyOf(imports.keySet())).hasSizeGreaterThan(40);
    }

    private static String folderOf(String module) {
        return module.substring(0, module.indexOf('/'));
    }
}
