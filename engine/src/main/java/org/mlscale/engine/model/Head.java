package org.mlscale.engine.model;

/** What the last layer's outputs mean, and the loss of one row that follows from it. */
public enum Head {
    /** One number, as it stands. Loss: squared error. */
    NUMBER,
    /** One output, through a sigmoid: the probability of the second class. Loss: binary cross-entropy. */
    YES_NO,
    /** One output a class, through a softmax: the probability of each. Loss: cross-entropy. */
    CLASSES
}
