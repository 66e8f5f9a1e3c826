package io.hfdownloader.variant.name;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the place of weights says of the moment in a training that they are of: an epoch, a step, the best, the last.
 *
 * @param model the place without all that: the same for all states of one model
 * @param kind which of several states people want
 * @param numbers epochs and steps, in the order in which they are named
 * @param named whether a word says that it is a state; a number alone may count anything
 * @param root the folder of the state with a closing slash; empty when the file's own name tells it
 */
public record TrainingState(String model, Kind kind, List<Double> numbers, boolean named, String root) {

    /** In the order in which they are to be preferred. */
    public enum Kind {
        /** Nothing says that it is one: the end of the training, or no state at all. */
        NONE,
        BEST,
        LAST,
        NUMBERED,
        AVERAGED
    }

    private static final int MAX_CHARS = 512;
    private static final int MAX_NUMBERS = 8;

    private static final String START = "(?<![a-z0-9])";
    private static final String END = "(?![a-z0-9])";
    private static final String NUMBER = "(\\d{1,12}(?:\\.\\d{1,6})?)";
    private static final String COUNTED =
            "(?:steps?|epochs?|iter(?:ation)?s?|ckpts?|checkpoints?|chkpts?|updates?|runs?|rounds?|tokens?)";
    private static final String BEHIND =
            "(?:steps?|epochs?|eps?|e|iter(?:ation)?s?|its|ckpts?|checkpoints?|updates?|tokens?)";

    private static final Pattern COUNT = Pattern.compile(START + "(?:(?:global|train(?:ing)?|max|total)[-_ ]?)?"
            + COUNTED + "[-_=. ]*" + NUMBER + "([kmbt])?(?:[-_ ]?" + BEHIND + "(?![-_=. ]*\\d))?" + END);
    private static final Pattern COUNT_BEFORE = Pattern.compile(START + NUMBER + "([kmbt])?[-_ ]?" + BEHIND + END);
    /** As RVC and others write it: {@code voice_e200_s4800}. */
    private static final Pattern SHORT =
            Pattern.compile(START + "(?:ep?|it)[-_=]?" + NUMBER + "()(?:[-_]s(\\d{1,12}))?" + END);

    private static final Pattern BEST = Pattern.compile(START + "best" + END);
    private static final Pattern LAST = Pattern.compile(START + "(?:final|last|latest|newest)" + END);
    private static final Pattern AVERAGED = Pattern.compile(START + "ema(?:[-_]?only)?" + END);
    private static final Pattern STATE = Pattern.compile(START + "(?:ckpts?|checkpoints?|chkpts?)" + END);

    /** Numbers that no word explains: in the manner of trainers ({@code -000012}), or round ({@code -1500}, {@code -20k}). */
    private static final Pattern PADDED = Pattern.compile("(?:^|(?<=[-_. a-z]))(0\\d{4,11})()$");

    private static final Pattern ROUND = Pattern.compile("(?:^|(?<=[-_. ])|(?<=model|ckpt|net))(\\d{1,10})(k)?$");
    /** Tokens seen may have a unit; thousands may be a context. */
    private static final Pattern ALONE = Pattern.compile("^(\\d{1,12}(?:\\.\\d{1,3}(?=[mbt]))?)([mbt])?$");

    private static final Pattern DATE = Pattern.compile("^((?:19|20)\\d{2})[-_.]([01]?\\d)[-_.]([0-3]?\\d)$");
    private static final int ROUND_STEPS = 50;
    private static final int ROUND_THOUSANDS = 5;
    private static final int MIN_ROUND = 100;

    /** Words before a number that count parts of a model, or models that are used together. */
    private static final Pattern PART = Pattern.compile(
            "(?:expert|fold|part|shard|rank|layer|member|seed|split|chunk|stage|speaker|voice|head|level|block|chapter)s?");

    private static final Pattern METRIC =
            Pattern.compile(START + "(?:(?:val(?:id(?:ation)?)?|train|eval|dev|test)[-_ ]?)?"
                    + "(?:loss|acc(?:uracy)?|f1|wer|cer|bleu|rouge\\w?|ppl|perplexity|auc|mse|mae|score|psnr|ssim|fid|eer"
                    + "|m?ap|m?iou|dice|bpc|reward|err(?:or)?)(?:[-_=. ]*\\d{1,6}(?:[.,]\\d{1,9})?)?" + END);

    private static final Pattern DECIMAL = Pattern.compile("(?<=[-_= ])\\d{1,6}\\.\\d{1,9}" + END);
    private static final Pattern VERSION_OF_STATE = Pattern.compile("[-_]v\\d{1,3}$");

    /** Words for weights of any model. */
    private static final Pattern ANY_MODEL = Pattern.compile(START
            + "(?:(?:pytorch|saved|trained|full|whole)[-_ ])?(?:models?|weights?|state[-_]?dict|states?|net(?:work)?)"
            + END);

    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z][a-z])");

    public TrainingState {
        numbers = List.copyOf(numbers);
    }

    /** The one that people want first: the best, else the last, else that with the highest numbers. */
    public static Comparator<TrainingState> preferredFirst() {
        return Comparator.comparing(TrainingState::kind)
                .thenComparing(TrainingState::numbers, TrainingState::higherFirst);
    }

    /** Reads the folder and the name of a file, or of a set, without its extension. */
    public static TrainingState of(String place) {
        if (place.length() > MAX_CHARS) {
            return new TrainingState(place, Kind.NONE, List.of(), false, "");
        }
        Reading reading = new Reading();
        int start = 0;
        while (start <= place.length()) {
            int slash = place.indexOf('/', start);
            int end = slash < 0 ? place.length() : slash;
            reading.read(place.substring(start, end), slash < 0 ? "" : place.substring(0, slash + 1));
            start = end + 1;
        }
        return reading.state();
    }

    /** Whether it is one of the states of a training, and not what the training came to. */
    public boolean isState() {
        return kind != Kind.NONE;
    }

    private static int higherFirst(List<Double> one, List<Double> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = Double.compare(other.get(i), one.get(i));
            if (order != 0) {
                return order;
            }
        }
        return other.size() - one.size();
    }

    /** Goes through the folders of a place and its name. */
    private static final class Reading {

        private final List<String> model = new ArrayList<>();
        private final List<Double> numbers = new ArrayList<>();
        private boolean best;
        private boolean last;
        private boolean averaged;
        private boolean state;
        private boolean named;
        private String root = "";
        private String stateRoot = "";

        void read(String part, String folder) {
            String text = CAMEL.matcher(part).replaceAll("-").toLowerCase(Locale.ROOT);
            int before = numbers.size();
            String left = text;
            boolean words = false;
            for (Pattern pattern : List.of(COUNT, COUNT_BEFORE)) {
                left = takeNumbers(pattern, left);
            }
            words = numbers.size() > before;
            left = takeNumbers(SHORT, left);
            boolean isBest = BEST.matcher(left).find();
            boolean isLast = LAST.matcher(left).find();
            boolean isAveraged = AVERAGED.matcher(left).find();
            words |= isBest || isLast || isAveraged;
            if (numbers.size() == before) {
                left = takeBareNumber(left);
            }
            boolean isCheckpoint = STATE.matcher(left).find();
            boolean found = words || numbers.size() > before;
            if (found) {
                left = METRIC.matcher(left).replaceAll("");
                left = DECIMAL.matcher(left).replaceAll("");
                left = VERSION_OF_STATE.matcher(left).replaceAll("");
                root = folder.isEmpty() ? root : folder;
            } else if (isCheckpoint) {
                stateRoot = folder.isEmpty() ? stateRoot : folder;
            }
            best |= isBest;
            last |= isLast;
            averaged |= isAveraged;
            state |= isCheckpoint;
            named |= words || isCheckpoint;
            add(left);
        }

        private String takeNumbers(Pattern pattern, String text) {
            Matcher matcher = pattern.matcher(text);
            StringBuilder left = new StringBuilder();
            while (matcher.find()) {
                addNumber(matcher.toMatchResult());
                if (matcher.groupCount() > 2 && matcher.group(3) != null) {
                    add(Double.parseDouble(matcher.group(3)));
                }
                matcher.appendReplacement(left, "");
            }
            return matcher.appendTail(left).toString();
        }

        private String takeBareNumber(String text) {
            if (!model.isEmpty() && PART.matcher(model.get(model.size() - 1)).find()
                    || PART.matcher(text).find()) {
                return text;
            }
            Matcher date = DATE.matcher(text);
            if (date.matches()) {
                for (int part = 1; part <= date.groupCount(); part++) {
                    add(Double.parseDouble(date.group(part)));
                }
                return "";
            }
            for (Pattern pattern : List.of(ALONE, PADDED, ROUND)) {
                Matcher matcher = pattern.matcher(text);
                if (matcher.find() && (pattern != ROUND || isRound(matcher))) {
                    addNumber(matcher.toMatchResult());
                    return text.substring(0, matcher.start());
                }
            }
            return text;
        }

        /** Sizes of pictures and of contexts are multiples of powers of two. */
        private static boolean isRound(Matcher number) {
            long value = Long.parseLong(number.group(1));
            return number.group(2) == null
                    ? value >= MIN_ROUND && value % ROUND_STEPS == 0
                    : value >= ROUND_THOUSANDS && value % ROUND_THOUSANDS == 0;
        }

        private void addNumber(MatchResult number) {
            double unit = number.group(2) == null
                    ? 1
                    : switch (number.group(2)) {
                        case "k" -> 1e3;
                        case "m" -> 1e6;
                        case "b" -> 1e9;
                        case "t" -> 1e12;
                        default -> 1;
                    };
            add(Double.parseDouble(number.group(1)) * unit);
        }

        private void add(double number) {
            if (numbers.size() < MAX_NUMBERS) {
                numbers.add(number);
            }
        }

        private void add(String left) {
            String words = BEST.matcher(left).replaceAll("");
            words = LAST.matcher(words).replaceAll("");
            words = AVERAGED.matcher(words).replaceAll("");
            words = STATE.matcher(words).replaceAll("");
            words = ANY_MODEL.matcher(words).replaceAll("");
            words = words.replaceAll("[-_=. ]+", "-").replaceAll("^-|-$", "");
            if (!words.isEmpty()) {
                model.add(words);
            }
        }

        TrainingState state() {
            boolean told = best || last || averaged || !numbers.isEmpty();
            Kind kind = best
                    ? Kind.BEST
                    : last || (state && !told)
                            ? Kind.LAST
                            : !numbers.isEmpty() ? Kind.NUMBERED : averaged ? Kind.AVERAGED : Kind.NONE;
            return new TrainingState(String.join("/", model), kind, numbers, named, told ? root : stateRoot);
        }
    }
}
