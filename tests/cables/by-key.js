CABLES.exportedPatches.k3x9 = {"ops": [{"objName": "Ops.String.String", "id": "s", "uiAttribs": {"translate": {"x": 0, "y": 0}}, "portsIn": [{"name": "value", "value": "```no fence```"}]}]};
