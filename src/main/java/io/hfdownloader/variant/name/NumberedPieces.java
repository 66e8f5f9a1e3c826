package io.hfdownloader.variant.name;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that only the numbers in their names, or in those of their folders, tell to be pieces of one model. */
final class NumberedPieces {

    /** Numbers in names of files that are each a model of its own: states of a training, versions, sizes, styles. */
    private static final Pattern COPY = Pattern.compile(
            "(?i).*(?:checkpoints?|ckpt|epochs?|steps?|iter(?:ation)?s?|versions?|seeds?|folds?|runs?|styles?|loras?|stages?|levels?|trials?|exp"
                    + "|(?:^|[^a-z])(?:e|ep|it|v|q|s|r))[-_. =]*");

    /** Words before numbers that leave no doubt that others belong to it. */
    private static final Pattern PIECE =
            Pattern.compile("(?i).*(?:rank|shard|part|piece|chunk|split|(?:^|[^a-z])(?:tp|pp|mp))[-_.]*");

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern SIZE = Pattern.compile("(?i)[bmkx](?![a-z]).*|bit.*|px.*");

    private static final int MIN_RUN = 3;

    /** More than any known model has, even one with a file for each expert. */
    private static final int MAX_RUN = 1_000;

    /** Files with numbers in all: what has more is a collection. */
    private static final int MAX_NUMBERED = 20_000;

    private static final double MAX_UNLIKE = 1.5;

    /** Folders of processes: {@code mp_rank_00}, {@code tp_rank_00_pp_rank_001}, {@code rank0}. */
    private static final Pattern PIECE_FOLDER =
            Pattern.compile("(?i)(?:[a-z]{1,12}[-_.])?(?:rank|shard|part|piece|chunk|split|tp|pp|mp)[-_.]?\\d{1,6}"
                    + "(?:[-_.](?:[a-z]{1,12}[-_.])?(?:[a-z]{1,12}[-_.]?)?\\d{1,6}){0,3}");

    private static final int MAX_FOLDER_CHARS = 64;

    /** Formats whose files have numbers of their own kind, or are whole each. */
    private static final Set<String> NOT_NUMBERED =
            Set.of("gguf", "uqff", "onnx", "openvino", "archive", WeightFiles.GGML, WeightFiles.TRAINING);

    private NumberedPieces() {}

    /** Files of like names, like sizes and one ending, with all numbers from 0 or 1 to the last. */
    static Map<String, WeightFileName> of(ListedModels.Files files, Set<String> others) {
        Map<String, WeightFileName> names = new HashMap<>();
        Runs runs = new Runs();
        files.forEach((path, bytes) -> {
            if (!others.contains(path)) {
                WeightFiles.format(path, bytes)
                        .filter(format -> !NOT_NUMBERED.contains(format))
                        .filter(format -> WeightFiles.bundle(path).isEmpty())
                        .map(format -> WeightFileName.of(path, format))
                        .filter(name -> name.shards() == 1 && WeightFiles.doubt(name) < 2)
                        .map(name -> Numbered.of(path, bytes, name))
                        .filter(numbered -> !numbered.numbers().isEmpty())
                        .ifPresent(runs::add);
            }
        });
        runs.all().stream().filter(NumberedPieces::isRun).forEach(run -> {
            WeightFileName first = run.get(0).name();
            String stem = run.get(0).stem().replaceAll("[-_. ]*#[-_. ]*", "-").replaceAll("^-|-(?=\\.|$)", "");
            WeightFileName name = new WeightFileName(
                    first.format(), run.get(0).folderOfAll(), stem.isEmpty() ? "weights" : stem, null, false, 0, 0);
            run.forEach(file -> names.put(file.path(), name));
        });
        return names;
    }

    /** Those that may be pieces, by what their names have in common; none where they are more than any model has. */
    private static final class Runs {

        private final Map<String, List<Numbered>> byTemplate = new HashMap<>();
        private int files;

        void add(Numbered file) {
            if (files > MAX_NUMBERED) {
                byTemplate.clear();
                return;
            }
            List<Numbered> run = byTemplate.computeIfAbsent(file.template(), each -> new ArrayList<>());
            if (run.size() <= MAX_RUN) { // one more tells that they are too many
                run.add(file);
                files++;
            }
        }

        Collection<List<Numbered>> all() {
            return byTemplate.values();
        }
    }

    /** Whether a word says that these are pieces: their tensors may have the same names, as each holds a part of all. */
    static boolean isNamedPiece(String path) {
        Numbered file = Numbered.of(path, 0, WeightFileName.of(path, "safetensors"));
        return file.pieces().contains(true);
    }

    private static boolean isRun(List<Numbered> files) {
        Numbered first = files.get(0);
        long all = 1;
        boolean pieces = true;
        for (int at = 0; at < first.numbers().size(); at++) {
            Set<Long> values = new HashSet<>();
            for (Numbered file : files) {
                values.add(file.numbers().get(at));
            }
            long least = values.stream().mapToLong(Long::longValue).min().orElse(0);
            long most = values.stream().mapToLong(Long::longValue).max().orElse(0);
            if (values.size() > 1 && (least > 1 || most - least + 1 != values.size())) {
                return false;
            }
            pieces &= values.size() == 1 || first.pieces().get(at);
            all *= values.size();
        }
        return files.size() == all
                && files.size() <= MAX_RUN
                && files.size() >= (pieces ? 2 : MIN_RUN)
                && (pieces || areAlike(files));
    }

    private static boolean areAlike(List<Numbered> files) {
        List<Long> bytes = files.stream().map(Numbered::bytes).sorted().toList();
        return bytes.get(bytes.size() - 1) <= MAX_UNLIKE * bytes.get(1);
    }

    /** A file with the numbers in its name that may count the files of a set; {@code #} stands for each in the template. */
    private record Numbered(
            String path,
            long bytes,
            WeightFileName name,
            String folder,
            String stem,
            List<Long> numbers,
            List<Boolean> pieces) {

        static Numbered of(String path, long bytes, WeightFileName name) {
            StringBuilder stem = new StringBuilder();
            List<Long> numbers = new ArrayList<>();
            List<Boolean> pieces = new ArrayList<>();
            String folder = numberedFolder(name.folder(), numbers, pieces);
            Matcher number = NUMBER.matcher(name.stem());
            while (number.find()) {
                String before = name.stem().substring(Math.max(0, number.start() - 24), number.start());
                String behind = name.stem().substring(number.end());
                boolean own = number.group().length() > 6
                        || COPY.matcher(before).matches()
                        || SIZE.matcher(behind).matches();
                number.appendReplacement(stem, own ? number.group() : "#");
                if (!own) {
                    numbers.add(Long.parseLong(number.group()));
                    pieces.add(PIECE.matcher(before).matches());
                }
            }
            number.appendTail(stem);
            return new Numbered(path, bytes, name, folder, stem.toString(), numbers, pieces);
        }

        /** Each process of a training may have a folder of its own: {@code mp_rank_00/}, {@code mp_rank_01/}. */
        private static String numberedFolder(String folder, List<Long> numbers, List<Boolean> pieces) {
            if (folder.isEmpty()) {
                return folder;
            }
            int start = folder.lastIndexOf('/', folder.length() - 2) + 1;
            String last = folder.substring(start, folder.length() - 1);
            if (last.length() > MAX_FOLDER_CHARS || !PIECE_FOLDER.matcher(last).matches()) {
                return folder;
            }
            Matcher number = NUMBER.matcher(last);
            while (number.find()) {
                numbers.add(Long.parseLong(number.group()));
                pieces.add(true);
            }
            return folder.substring(0, start) + NUMBER.matcher(last).replaceAll("#") + "/";
        }

        String template() {
            return name.format() + ":" + folder + stem;
        }

        /** The folder around those of the pieces. */
        String folderOfAll() {
            return folder.equals(name.folder())
                    ? folder
                    : folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
        }
    }
}
