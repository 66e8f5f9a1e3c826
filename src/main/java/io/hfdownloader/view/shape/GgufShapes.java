package io.hfdownloader.view.shape;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.hfdownloader.hub.RepoId;
import io.hfdownloader.library.LibraryFile;
import io.hfdownloader.library.LibraryModel;
import io.hfdownloader.library.LibraryVariant;

/**
 * What reads GGUF: LM Studio wants {@code publisher/model/file}, llama.cpp single files in one folder, and a folder of their own for
 * parts of one model and for a model with its projector. Each variant that is whole is published by itself.
 */
final class GgufShapes {

    private static final Pattern PART = Pattern.compile("-\\d{5}-of-\\d{5}$");
    private static final String ENDING = ".gguf";

    /** Publisher of what has none on the Hub. */
    private static final String NO_OWNER = "huggingface";

    private GgufShapes() {}

    /** As LM Studio has it. */
    static void addPublisher(ViewPlan plan, LibraryModel model, RepoId repo) {
        String folder = owner(repo) + "/" + name(repo) + "/";
        Map<String, LibraryFile> taken = new HashMap<>();
        for (LibraryVariant variant : variants(plan, model, repo)) {
            boolean clashes = variant.files().stream()
                    .anyMatch(file -> taken.containsKey(base(file).toLowerCase(Locale.ROOT)));
            String before = clashes ? plain(variant.label()) + "-" : "";
            for (LibraryFile file : variant.files()) {
                String name = before + base(file);
                LibraryFile other = taken.putIfAbsent(name.toLowerCase(Locale.ROOT), file);
                if (other == null) {
                    plan.file(repo, folder + name, file);
                } else {
                    plan.leaveOut(repo.folder(), file.path(), LeftOut.Reason.OCCUPIED);
                }
            }
            LibraryFile projector = variant.projector();
            if (projector != null && taken.putIfAbsent(base(projector).toLowerCase(Locale.ROOT), projector) == null) {
                plan.file(repo, folder + base(projector), projector);
            }
        }
    }

    /** As llama.cpp has it. */
    static void addFlat(ViewPlan plan, LibraryModel model, RepoId repo) {
        for (LibraryVariant variant : variants(plan, model, repo)) {
            List<LibraryFile> files = variant.files();
            LibraryFile projector = variant.projector();
            LibraryFile first = files.get(0);
            boolean inFolder = files.size() > 1 || projector != null;
            String stem = stem(first);
            String wanted = inFolder ? PART.matcher(stem).replaceFirst("") : stem;
            String ending = inFolder ? "" : ENDING;
            String name = plan.topNameOf(repo, first, inFolder).orElseGet(() -> freeName(plan, repo, wanted, ending));
            if (!inFolder) {
                plan.file(repo, name, first);
                continue;
            }
            files.forEach(file -> plan.file(repo, name + "/" + base(file), file));
            if (projector != null) {
                String called = base(projector);
                boolean found = called.toLowerCase(Locale.ROOT).startsWith("mmproj"); // else llama.cpp sees none
                plan.file(repo, name + "/" + (found ? called : "mmproj-" + called), projector);
            }
        }
    }

    private static String freeName(ViewPlan plan, RepoId repo, String stem, String ending) {
        String own = repo.folder().replace('/', '_') + "_" + stem;
        String name = stem + ending;
        for (int tries = 1; !plan.isFree(repo, name); tries++) {
            name = own + (tries == 1 ? "" : "-" + tries) + ending;
        }
        return name;
    }

    /** Who publishes it. */
    static String owner(RepoId repo) {
        return repo.namespace() == null ? NO_OWNER : repo.namespace();
    }

    /** Those that are whole; the others are left out. */
    static List<LibraryVariant> variants(ViewPlan plan, LibraryModel model, RepoId repo) {
        List<LibraryVariant> all = model.variants().stream()
                .filter(variant -> variant.format().equals("gguf"))
                .toList();
        if (all.isEmpty()) {
            plan.leaveOut(repo.folder(), null, LeftOut.Reason.UNFIT);
            return List.of();
        }
        if (all.stream().noneMatch(LibraryVariant::complete)) {
            plan.keep(repo, LeftOut.Reason.INCOMPLETE);
            return List.of();
        }
        return all.stream()
                .filter(variant -> {
                    boolean whole = variant.complete()
                            && variant.files().stream()
                                    .allMatch(file -> base(file)
                                            .toLowerCase(Locale.ROOT)
                                            .endsWith(ENDING)); // not one that was cut in pieces
                    if (!whole) {
                        plan.leaveOut(
                                repo.folder(),
                                variant.label(),
                                variant.complete() ? LeftOut.Reason.UNFIT : LeftOut.Reason.INCOMPLETE);
                    }
                    return whole;
                })
                .toList();
    }

    static String name(RepoId repo) {
        String folder = repo.folder();
        return folder.substring(folder.indexOf('/') + 1);
    }

    static String base(LibraryFile file) {
        return file.path().substring(file.path().lastIndexOf('/') + 1);
    }

    private static String stem(LibraryFile file) {
        return base(file).substring(0, base(file).length() - ENDING.length());
    }

    static String plain(String label) {
        return label.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
