package io.os199.cs.api.tool;

import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.answer.Refusal;

import java.util.Arrays;
import java.util.List;

/**
 * The scopes that the arguments of a call need beyond that of its tool; decided before anything runs. A caller that
 * can come back with more scopes is challenged to do so; for others the message says which argument to leave out.
 */
public record NeededScopes(List<String> neededScopes) {
    public static Refusal refusal(String message, Scope... scopes) {
        return Refusal.forbidden(message)
                .detail(new NeededScopes(Arrays.stream(scopes).map(Scope::toString).toList()));
    }

    /** Refuses an action that writes to a caller without cs:write, and names the actions that remain. */
    public static Refusal onlyReading(String... actions) {
        boolean isOne = actions.length == 1;
        return refusal(
                        "without cs:write only %s %s allowed"
                                .formatted(
                                        (isOne ? "action " : "the actions ")
                                                + String.join(" and ", actions),
                                        isOne ? "is" : "are"),
                        Scope.CS_WRITE)
                .field("action")
                .expected(String.join(" or ", actions));
    }
}
