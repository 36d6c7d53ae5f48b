package io.os199.cs.expansion.finding;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Why something was found.
 *
 * @param evidence the values that the rule went by
 */
public record FoundRule(String ruleId, JsonNode evidence) {}
