package io.os199.cs.expansion.finding;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The rule by which something was found.
 *
 * @param evidence the values that the rule used
 */
public record FoundRule(String ruleId, JsonNode evidence) {}
