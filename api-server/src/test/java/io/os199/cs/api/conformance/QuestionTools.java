package io.os199.cs.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.InputRequest;
import io.os199.cs.api.mcp.served.Inputs;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.ServedTool;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tools that have to ask something first: through a result in the modern era, through requests in the legacy one. */
final class QuestionTools {
    private static final String NAME = "user_name";
    private static final String NAME_QUESTION = "What is your name?";

    private QuestionTools() {}

    static List<ServedTool> all() {
        return List.of(
                new FixtureTool(
                        "test_sampling",
                        "Asks the client's model",
                        textArgument("prompt"),
                        (arguments, asked) ->
                                answered(
                                        asked,
                                        Map.of(
                                                "answer",
                                                Question.sampling(
                                                        arguments.path("prompt").asText(), 100)))),
                new FixtureTool(
                        "test_elicitation",
                        "Asks the person",
                        textArgument("message"),
                        (arguments, asked) ->
                                answered(
                                        asked,
                                        Map.of(
                                                "answer",
                                                Question.form(
                                                        arguments.path("message").asText(),
                                                        """
                                                        {'username': {'type': 'string'},
                                                         'email': {'type': 'string'}}
                                                        """)))),
                asking(
                        "test_elicitation_sep1034_defaults",
                        Map.of("answer", Question.form("Review and update", Question.DEFAULTS))),
                asking(
                        "test_elicitation_sep1330_enums",
                        Map.of("answer", Question.form("Select", Question.ENUMS))),
                asking("test_missing_capability", Map.of("answer", Question.sampling("Hello", 10))),
                asking("test_streaming_elicitation", Map.of(NAME, Question.text(NAME_QUESTION))),
                asking(
                        "test_input_required_result_elicitation",
                        Map.of(NAME, Question.text(NAME_QUESTION))),
                asking(
                        "test_input_required_result_sampling",
                        Map.of(
                                "capital_question",
                                Question.sampling("What is the capital of France?", 100))),
                asking(
                        "test_input_required_result_list_roots",
                        Map.of("client_roots", Question.roots())),
                stateful("test_input_required_result_request_state", confirmation()),
                stateful("test_input_required_result_tampered_state", confirmation()),
                stateful("test_input_required_result_multiple_inputs", everything()),
                new FixtureTool(
                        "test_input_required_result_multi_round",
                        "Asks twice",
                        (_, asked) -> twoRounds(asked.inputs())),
                new FixtureTool(
                        "test_input_required_result_capabilities",
                        "Asks what the client can answer",
                        (_, asked) -> answered(asked, possible(asked))));
    }

    private static ServedTool asking(String name, Map<String, InputRequest> questions) {
        return new FixtureTool(name, "Asks first", (_, asked) -> answered(asked, questions));
    }

    private static ServedTool stateful(String name, Map<String, InputRequest> questions) {
        return new FixtureTool(
                name,
                "Asks first, and has the client carry a state",
                (_, asked) -> {
                    boolean known = "begun".equals(asked.inputs().state());
                    return known && areAnswered(asked.inputs(), questions)
                            ? answer("state-ok")
                            : new Outcome.InputRequired(questions, "begun");
                });
    }

    /** Returns the answers if they are all there, otherwise the questions. */
    private static Outcome answered(Asked asked, Map<String, InputRequest> questions) {
        return areAnswered(asked.inputs(), questions)
                ? answer("answers: " + asked.inputs().responses())
                : new Outcome.InputRequired(questions, null);
    }

    private static boolean areAnswered(Inputs inputs, Map<String, InputRequest> questions) {
        return questions.keySet().stream().allMatch(key -> isAnswer(inputs.response(key)));
    }

    private static boolean isAnswer(@Nullable JsonNode response) {
        return response != null && response.isObject();
    }

    private static Outcome twoRounds(Inputs inputs) {
        boolean second = "second".equals(inputs.state());
        if (second && isAnswer(inputs.response("step2"))) {
            return answer("done");
        }
        return second || ("first".equals(inputs.state()) && isAnswer(inputs.response("step1")))
                ? new Outcome.InputRequired(
                        Map.of("step2", Question.text("Step 2: What is your favorite color?")),
                        "second")
                : new Outcome.InputRequired(
                        Map.of("step1", Question.text("Step 1: What is your name?")), "first");
    }

    private static Map<String, InputRequest> confirmation() {
        return Map.of("confirm", Question.form("Please confirm", "{'ok': {'type': 'boolean'}}"));
    }

    private static Map<String, InputRequest> everything() {
        Map<String, InputRequest> questions = new LinkedHashMap<>();
        questions.put(NAME, Question.text(NAME_QUESTION));
        questions.put("greeting", Question.sampling("Generate a greeting", 50));
        questions.put("client_roots", Question.roots());
        return questions;
    }

    private static Map<String, InputRequest> possible(Asked asked) {
        Map<String, InputRequest> questions = everything();
        questions.values().removeIf(request -> !asked.client().canDo(request));
        return questions;
    }

    private static Outcome answer(String text) {
        return Outcome.of(Literal.result(text));
    }

    private static String textArgument(String name) {
        return """
        {
          'type': 'object',
          'properties': {'%s': {'type': 'string'}},
          'required': ['%s'],
          'additionalProperties': false
        }
        """
                .formatted(name, name);
    }
}
