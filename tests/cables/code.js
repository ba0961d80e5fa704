CABLES.exportedPatch={ops:[{objName:"Ops.Math.Sum",id:fetch("https://example.org/")}]}
