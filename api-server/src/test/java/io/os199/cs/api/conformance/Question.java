package io.os199.cs.api.conformance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.InputRequest;

/** The questions that the fixtures ask a client. */
final class Question {
    /** Every primitive type with a default. */
    static final String DEFAULTS =
            """
            {
              'name': {'type': 'string', 'default': 'John Doe'},
              'age': {'type': 'integer', 'default': 30},
              'score': {'type': 'number', 'default': 95.5},
              'status': {
                'type': 'string',
                'enum': ['active', 'inactive', 'pending'],
                'default': 'active'
              },
              'verified': {'type': 'boolean', 'default': true}
            }
            """;

    /** Every form of an enumeration. */
    static final String ENUMS =
            """
            {
              'untitledSingle': {'type': 'string', 'enum': ['option1', 'option2', 'option3']},
              'titledSingle': {
                'type': 'string',
                'oneOf': [
                  {'const': 'value1', 'title': 'First Option'},
                  {'const': 'value2', 'title': 'Second Option'},
                  {'const': 'value3', 'title': 'Third Option'}
                ]
              },
              'legacyEnum': {
                'type': 'string',
                'enum': ['opt1', 'opt2', 'opt3'],
                'enumNames': ['Option One', 'Option Two', 'Option Three']
              },
              'untitledMulti': {
                'type': 'array',
                'items': {'type': 'string', 'enum': ['option1', 'option2', 'option3']}
              },
              'titledMulti': {
                'type': 'array',
                'items': {
                  'anyOf': [
                    {'const': 'value1', 'title': 'First Choice'},
                    {'const': 'value2', 'title': 'Second Choice'},
                    {'const': 'value3', 'title': 'Third Choice'}
                  ]
                }
              }
            }
            """;

    private Question() {}

    /** Returns a form with these properties, all of them required. */
    static InputRequest form(String message, String properties) {
        ObjectNode params = Literal.object("{'mode': 'form'}").put("message", message);
        ObjectNode schema = params.putObject("requestedSchema").put("type", "object");
        ObjectNode fields = Literal.object(properties);
        schema.set("properties", fields);
        ArrayNode required = schema.putArray("required");
        fields.fieldNames().forEachRemaining(required::add);
        return new InputRequest("elicitation/create", params);
    }

    /** Returns a form with one line of text. */
    static InputRequest text(String message) {
        return form(message, "{'name': {'type': 'string'}}");
    }

    static InputRequest sampling(String prompt, int maxTokens) {
        ObjectNode params = Literal.object("{}");
        ObjectNode message = params.putArray("messages").addObject().put("role", "user");
        message.set("content", Literal.text(prompt));
        return new InputRequest("sampling/createMessage", params.put("maxTokens", maxTokens));
    }

    static InputRequest roots() {
        return new InputRequest("roots/list", Literal.object("{}"));
    }
}
