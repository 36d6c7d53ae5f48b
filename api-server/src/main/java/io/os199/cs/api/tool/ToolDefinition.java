package io.os199.cs.api.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.security.Principal;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A tool with everything that its declaration says, worked out once at startup. */
public final class ToolDefinition<I extends Record, O extends Record> {
    private final Tool<I, O> tool;
    private final ToolInfo info;
    private final Parameters<I> parameters;
    private final ObjectNode inputSchema = JsonNodeFactory.instance.objectNode();
    private final ObjectNode outputSchema;

    private ToolDefinition(Tool<I, O> tool, ToolInfo info, Class<I> input, Class<O> output) {
        this.tool = tool;
        this.info = info;
        this.parameters = Parameters.of(input);
        this.parameters.describe(inputSchema);
        this.outputSchema = OutputSchema.of(output);
    }

    /** Reads the declaration of {@code tool}; fails where it is incomplete. */
    @SuppressWarnings("unchecked") // The two types are read from the tool's own declaration.
    public static <I extends Record, O extends Record> ToolDefinition<I, O> of(Tool<I, O> tool) {
        ToolInfo info = tool.getClass().getAnnotation(ToolInfo.class);
        if (info == null) {
            throw new IllegalArgumentException(tool.getClass() + " has no @ToolInfo");
        }
        for (Type type : tool.getClass().getGenericInterfaces()) {
            if (type instanceof ParameterizedType declared && declared.getRawType() == Tool.class) {
                Type[] types = declared.getActualTypeArguments();
                requireConfirmation(info, (Class<I>) types[0]);
                ToolDefinition<I, O> definition =
                        new ToolDefinition<>(tool, info, (Class<I>) types[0], (Class<O>) types[1]);
                definition.requireTimeToWait();
                return definition;
            }
        }
        throw new IllegalArgumentException(tool.getClass() + " does not implement Tool directly");
    }

    /** Requires that a tool that reaches customers or is destructive can be previewed, and confirmed by token. */
    private static void requireConfirmation(ToolInfo info, Class<? extends Record> input) {
        if (info.effect() == Effect.SEND || info.effect() == Effect.DESTROY) {
            Set<String> names =
                    Arrays.stream(input.getRecordComponents())
                            .map(RecordComponent::getName)
                            .collect(Collectors.toSet());
            if (!names.containsAll(List.of("confirmationToken", "dryRun"))) {
                throw new IllegalArgumentException(
                        info.name() + " needs the parameters confirmation_token and dry_run");
            }
        }
    }

    /**
     * Requires the longest wait for a job to be shorter than the deadline, so that a caller who waits that long still
     * learns of the job.
     */
    private void requireTimeToWait() {
        int longest = wholeInputSchema().at("/properties/wait_seconds/maximum").asInt();
        if (longest >= info.deadlineSeconds()) {
            throw new IllegalArgumentException(
                    info.name()
                            + " has a deadline of %d s and may be asked to wait for %d"
                                    .formatted(info.deadlineSeconds(), longest));
        }
    }

    public ToolInfo info() {
        return info;
    }

    public String name() {
        return info.name();
    }

    /** The toolset: the last part of the tool's package. */
    public String toolset() {
        String name = tool.getClass().getPackageName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Whether the principal may call one of its actions, now or with scopes that it can come back with. */
    public boolean isVisibleTo(Principal principal) {
        return principal.canReach(info.scope());
    }

    /** The input schema as it is listed. */
    public ObjectNode inputSchema() {
        return inputSchema.deepCopy();
    }

    /** The input schema with all defaults and bounds, for readers of more than the list. */
    public ObjectNode wholeInputSchema() {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        parameters.describe(whole, true);
        return whole;
    }

    public ObjectNode outputSchema() {
        return outputSchema.deepCopy();
    }

    /** Whether {@code word} is a value of the parameter {@code action}. */
    boolean hasAction(String word) {
        for (JsonNode known : inputSchema.at("/properties/action/enum")) {
            if (word.equals(known.textValue())) {
                return true;
            }
        }
        return false;
    }

    Tool<I, O> tool() {
        return tool;
    }

    Parameters<I> parameters() {
        return parameters;
    }
}
