package io.os199.cs.communication.delivery;

/**
 * How a worker delivers.
 *
 * @param worker a name of its own
 * @param atOnce messages that are handed over at the same time
 * @param sendsDoubtfulAgain whether a message of which nobody knows whether the provider has it is sent once more after an hour
 */
record DeliveryTerms(String worker, int atOnce, boolean sendsDoubtfulAgain) {}
