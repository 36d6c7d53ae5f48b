package io.os199.cs.communication.delivery;

/**
 * The settings with which a worker delivers.
 *
 * @param worker the worker's unique name
 * @param atOnce messages that are handed over concurrently
 * @param sendsDoubtfulAgain whether a message is sent once more after an hour when it is unknown whether the provider
 *     has it
 */
record DeliveryTerms(String worker, int atOnce, boolean sendsDoubtfulAgain) {}
