// A network in the text form, as large as wanted: residual blocks of two convolutions, an activation and an addition.
export function largeNetwork(nodes) {
  const type = 's8 [1, 12, 12, 4] scale 0.1 zero 0';
  const convolution = 'stride_h=1 stride_w=1 dilation_h=1 dilation_w=1 pad_top=0 pad_left=0 pad_bottom=0 pad_right=0 activation="none"';
  const lines = ['thimble_ir 1', 'graph "large"', `input %0: ${type} "input"`, 'const %1: s8 [4, 1, 1, 4] scale 0.05 zero 0 "weights" = ' +
    '9 -3 2 1 -3 9 1 2 2 1 9 -3 1 2 -3 9', 'const %2: s32 [4] scale 0.005 zero 0 "bias" = 1 -2 3 -4'];
  let [block, last] = [0, 0];
  for (let i = 0; i < nodes; ++i) {
    const self = i + 3;
    const made = [`conv2d(%${last}, %1, %2) ${convolution}`, `relu(%${last})`, `conv2d(%${last}, %1, %2) ${convolution}`,
      `add(%${last}, %${block}) activation="none"`][i % 4];
    lines.push(`%${self}: ${type} "block_${Math.floor(i / 4)}/${['expand', 'relu', 'project', 'add'][i % 4]}" = ${made}`);
    last = self;
    if (i % 4 === 3) block = self;
  }
  return Buffer.from(`${lines.join('\n')}\noutput %${last}\n`);
}
