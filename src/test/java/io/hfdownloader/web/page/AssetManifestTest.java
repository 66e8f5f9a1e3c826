package io.hfdownloader.web.page;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class AssetManifestTest {

    /** The folders of scripts, each with those that it may import from. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.of(
            "shared", Set.of("shared"),
            "choosing", Set.of("choosing", "shared"),
            "watching", Set.of("watching", "shared"),
            "managing", Set.of("managing", "shared"));

    private static final JsonObject METAFILE = new JsonObject(AssetManifest.read("bundle/metafile.json"));

    private final AssetManifest assets = new AssetManifest(METAFILE);

    @Test
    void aPageNamesAllThatItsScriptImports() {
        assertThat(assets.of("download.js")).isEqualTo("bundle/download.js");
        assertThat(assets.preloads("download.js"))
                .isNotEmpty()
                .allMatch(path -> path.matches("bundle/[a-z-]+-[A-Z0-9]{8}\\.js"))
                .noneMatch(path -> path.contains("settings-"))
                .doesNotHaveDuplicates();
        assertThat(assets.of("download.css")).isEqualTo("bundle/download.css");
    }

    @Test
    void whatIsInNoBundleIsItself() {
        assertThat(assets.of("recovery.js")).isEqualTo("recovery.js");
        assertThat(assets.preloads("recovery.js")).isEmpty();
        AssetManifest withLiveReload = new AssetManifest(new JsonObject());
        assertThat(withLiveReload.of("download.js")).isEqualTo("download.js");
        assertThat(withLiveReload.preloads("download.js")).isEmpty();
    }

    @Test
    void whatIsImportedOverSeveralModulesIsNamedOnce() {
        JsonObject outputs = new JsonObject()
                .put("bundle/page.js", output("page.js", "bundle/a-1.js", "bundle/b-1.js"))
                .put("bundle/a-1.js", output(null, "bundle/b-1.js", "bundle/c-1.js"))
                .put("bundle/b-1.js", output(null, "bundle/a-1.js"))
                .put("bundle/c-1.js", output(null));
        outputs.getJsonObject("bundle/c-1.js")
                .getJsonArray("imports")
                .add(new JsonObject().put("path", "bundle/later-1.js").put("kind", "dynamic-import"));

        assertThat(new AssetManifest(new JsonObject().put("outputs", outputs)).preloads("page.js"))
                .containsExactly("bundle/a-1.js", "bundle/b-1.js", "bundle/c-1.js");
    }

    @Test
    void whatAPageNeedsOfALaterPartIsNamedBesideWhatItHas() {
        assertThat(assets.part("choosing/model-parts.js", "download.js"))
                .first()
                .asString()
                .startsWith("bundle/model-parts-");
        assertThat(assets.part("choosing/model-parts.js", "download.js"))
                .doesNotContainAnyElementsOf(assets.preloads("download.js"));
        assertThat(assets.preloads("download.js"))
                .noneMatch(path -> path.contains("model-parts") || path.contains("basket-"));
    }

    @Test
    void aBuildWithoutBundlesIsToldWhatIsMissing() {
        assertThatThrownBy(() -> AssetManifest.read("bundle/none.json"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bundle/none.json");
    }

    @Test
    void theFoldersOfScriptsImportOneWay() {
        Map<String, Collection<String>> imports = new TreeMap<>();
        JsonObject inputs = METAFILE.getJsonObject("inputs");
        inputs.fieldNames().stream()
                .filter(module -> module.endsWith(".js") && module.contains("/"))
                .forEach(module -> imports.put(module, importsOf(inputs.getJsonObject(module))));
        imports.forEach((module, imported) -> assertThat(imported)
                .as(module)
                .allMatch(other -> MAY_IMPORT.get(folderOf(module)).contains(folderOf(other))));
        assertThat(imports).hasSizeGreaterThan(100);
    }

    private static JsonObject output(String entryPoint, String... imports) {
        JsonArray imported = new JsonArray();
        for (String path : imports) {
            imported.add(new JsonObject().put("path", path).put("kind", "import-statement"));
        }
        JsonObject output = new JsonObject().put("imports", imported);
        return entryPoint == null ? output : output.put("entryPoint", entryPoint);
    }

    private static List<String> importsOf(JsonObject input) {
        return input.getJsonArray("imports").stream()
                .map(JsonObject.class::cast)
                .map(imported -> imported.getString("path"))
                .toList();
    }

    private static String folderOf(String module) {
        return module.substring(0, module.indexOf('/'));
    }
}
