"""ONNX Runtime: predicting only. Input and output are bound, so that nothing is copied or looked up by name."""

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

import protocol


def main():
    for workload in protocol.workloads():
        if workload.task == "predict":
            session = load(model(workload))
            binding = session.io_binding()
            x = onnxruntime.OrtValue.ortvalue_from_numpy(protocol.inputs(workload))
            y = onnxruntime.OrtValue.ortvalue_from_numpy(np.zeros((workload.batch, workload.widths[-1]), np.float32))
            binding.bind_ortvalue_input("x", x)
            binding.bind_ortvalue_output("y", y)

            def call():
                session.run_with_iobinding(binding)

            call()
            protocol.predict("ONNX Runtime", onnxruntime.__version__, workload, call, y.numpy())


def load(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def model(workload):
    """The network, as ONNX writes it."""
    nodes, constants, x = [], [], "x"

    def node(kind, *inputs, **attributes):
        name = f"t{len(nodes)}"
        nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    layers = protocol.layers(workload)
    for index, (weights, bias) in enumerate(layers):
        w, b = f"w{index}", f"b{index}"
        constants += [numpy_helper.from_array(weights, w), numpy_helper.from_array(bias, b)]
        if weights.ndim == 4:
            x = node("Relu", node("Conv", x, w, b))
            x = node("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
            if layers[index + 1][0].ndim == 2:
                x = node("Flatten", x)
            continue
        x = node("Gemm", x, w, b, transB=1)
        if index + 1 < len(layers):
            x = node({"relu": "Relu", "tanh": "Tanh"}[workload.hidden], x)
    x = {"softmax": lambda: node("Softmax", x, axis=1), "sigmoid": lambda: node("Sigmoid", x), "identity": lambda: x}[workload.output]()
    nodes[-1].output[0] = "y"

    def value(name, shape):
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    x, y = value("x", protocol.inputs(workload).shape), value("y", (workload.batch, workload.widths[-1]))
    graph = helper.make_graph(nodes, "network", [x], [y], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)


if __name__ == "__main__":
    main()
