package org.mlscale.engine.model.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Between our matrices, float32 [rows x columns] row-major on the heap, and ND4J's, which lie outside it. Copies. */
final class RowMajor {
    private RowMajor() {}

    /** A matrix of {@code cells}: in the workspace that is open on this thread, else the caller's to close. */
    static INDArray matrix(float[] cells, int rows, int columns) {
        return Nd4j.create(cells, new long[] {rows, columns}, 'c');
    }

    /** The cells of {@code matrix}, which may lie in any order: ND4J's products come out column-major. */
    static float[] cells(INDArray matrix) {
        float[] cells = new float[Math.toIntExact(matrix.length())];
        INDArray copy = matrix.dup('c');
        copy.data().asNioFloat().get(cells);
        copy.close(); // does nothing to a copy in a workspace
        return cells;
    }
}
