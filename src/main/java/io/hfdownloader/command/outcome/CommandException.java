package io.hfdownloader.command.outcome;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.problem.ProblemException;
import io.hfdownloader.problem.ProblemType;
import io.hfdownloader.text.SecretMasker;

/** A command has failed; its message is a sentence for the user that says what to do next. */
public final class CommandException extends RuntimeException {

    private static final String PREFIX = "urn:hf-downloader:problem:";

    private final transient JsonNode problem;
    private final ExitCode exitCode;

    private CommandException(ExitCode exitCode, String sentence, JsonNode problem) {
        super(SecretMasker.masked(sentence));
        this.exitCode = exitCode;
        this.problem = problem;
    }

    /** One that is found out here. */
    public static CommandException of(ExitCode exitCode, String sentence) {
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", PREFIX + exitCode.slug());
        problem.put("title", exitCode.meaning());
        problem.put("status", exitCode.httpStatus());
        problem.put("detail", SecretMasker.masked(sentence));
        return new CommandException(exitCode, sentence, problem);
    }

    /** What the service answers: a problem of its API. */
    public static CommandException of(JsonNode problem) {
        String type = problem.path("type").asText();
        return new CommandException(
                ExitCode.of(type.substring(type.lastIndexOf(':') + 1)),
                problem.path("detail").asText(),
                problem);
    }

    /** The same where no service is in between. */
    public static CommandException of(ProblemException failure) {
        return new CommandException(
                ExitCode.of(failure.problem()),
                failure.detail(),
                with(
                        problem(failure.problem(), failure.detail(), failure.choices()),
                        "suggestions",
                        failure.suggestions()));
    }

    /** A problem as the API would tell it. */
    public static ObjectNode problem(ProblemType type, String detail, List<String> choices) {
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", PREFIX + type.slug());
        problem.put("title", type.title());
        problem.put("status", type.status());
        problem.put("detail", detail);
        return with(problem, "choices", choices);
    }

    private static ObjectNode with(ObjectNode problem, String field, List<String> texts) {
        if (!texts.isEmpty()) {
            texts.forEach(problem.putArray(field)::add);
        }
        return problem;
    }

    /** The same with a sentence more, of what to do here. */
    public CommandException withAdvice(String advice) {
        String sentence = getMessage() + " " + advice;
        JsonNode copy = problem.deepCopy();
        return new CommandException(
                exitCode, sentence, copy instanceof ObjectNode object ? object.put("detail", sentence) : copy);
    }

    /** What the process is to end with. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** The problem for programs. */
    public JsonNode problem() {
        return problem;
    }

    /** What could have been meant, where there is a choice; else empty. */
    public List<String> choices() {
        return texts("choices");
    }

    /** Names of repos that may have been meant by one that there is not; else empty. */
    public List<String> suggestions() {
        return texts("suggestions");
    }

    private List<String> texts(String field) {
        return problem.path(field).valueStream().map(JsonNode::asText).toList();
    }
}
