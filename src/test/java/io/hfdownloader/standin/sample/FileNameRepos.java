package io.hfdownloader.standin.sample;

import java.text.Normalizer;
import java.util.List;

import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.RepoBuilder;
import io.hfdownloader.standin.repo.StandInRepo;

/** Repos whose file names are the point. */
final class FileNameRepos {

    private static final List<String> HOSTILE = List.of(
            "../../etc/passwd",
            "/abs",
            "a/../../b",
            "nul\0byte.txt",
            "..\\up",
            "a\\..\\..\\up.txt",
            "C:/evil.txt",
            "dir/./dot.txt",
            "dir//double.txt",
            ".git/config",
            ".cache/huggingface/download/config.json.metadata",
            "line\nbreak.txt");

    private static final List<String> ODD = List.of(
            " leading space.txt",
            "dir x/f#1%2F+\u00e9~.txt",
            "percent%2Fliteral.txt",
            "trailing dot.",
            "plus+plus.txt",
            "quotes'\".txt",
            "[brackets]*star.txt",
            "emoji \uD83E\uDD17.txt",
            "question?mark&amp.txt",
            "Case.txt",
            "case.txt",
            Normalizer.normalize("nfc-\u00e9.txt", Normalizer.Form.NFC),
            Normalizer.normalize("nfd-\u00e9.txt", Normalizer.Form.NFD),
            "resolve/main/x",
            "held.lock",
            "data.metadata",
            "a/b/c/d/e/f/g/h/i/j/deep.txt",
            "n".repeat(237));

    private FileNameRepos() {}

    static RepoBuilder hostile(String id) {
        RepoBuilder repo = SampleRepos.withUsualFiles(StandInRepo.model(id))
                .file("model.safetensors", SafetensorsFiles.file("lm_head.weight", 801, 100_000));
        HOSTILE.forEach(name -> repo.file(name, "hostile\n"));
        return repo;
    }

    static RepoBuilder odd(String id) {
        RepoBuilder repo = StandInRepo.model(id);
        ODD.forEach(name -> repo.file(name, Content.of("This is " + name + "\n")));
        return repo.file("weights \u00e9+#.bin", Content.generated(802, 50_000));
    }
}
