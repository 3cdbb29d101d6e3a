/** Programs that use what the step form has, as seeds for tests that change them at random. */
export const programs: readonly string[] = [
  `# %% counting
# @question Are there at least four sheep?
# @image my sheep.jpg
# @expect yes
# @expect N >= 4 and RESULT == 'yes'
# @case IMAGE=a b.jpg LEFT=c.jpg expect=no

# A comment.
SHEEP = LOC(image=IMAGE, object='sheep')  # all of them
N = COUNT(box=SHEEP)
ANSWER = EVAL(expr="'yes' if {N} >= 4 else 'no'")
FINAL = RESULT(var=ANSWER)
`,
  `BOX0=LOC(image=IMAGE,object='TOP')
IMAGE0=CROP_RIGHTOF(image=IMAGE,box=BOX0[0])
ANSWER0=VQA(image=IMAGE0,question='What is Disney's Frozen?')
ANSWER1=EVAL(expr='{ANSWER0} == "yes" and not {ANSWER0} xor {BOX0[0]} AND True')
FINAL_RESULT=RESULT(var=ANSWER0 or ANSWER1)`,
  `Program:
\`\`\`python
>>> OBJ = SEG(image=IMAGE)
1. OBJ0 = SELECT(image=IMAGE, object=OBJ, query='a,b', category=None)
Question: What is this?
Answer: no
OUT=CLASSIFY(
    image=IMAGE,  # the picture
    object=[OBJ, OBJ0],
    categories={'a': 1, 'b': -2 ** -3}['a':1, ::2],
)
\`\`\`
`,
  `A=LOC(image=“IMAGE”,object=‘it’s’)
  B = LOC(image=IMAGE, object="\\"a\\" \\x41 \\u00e9\\
c" r'\\d' 'd')
C := COUNT(A)
LOC(image=IMAGE); D = COUNT(box=B) and more
E = EVAL(expr='{A} = 3 && !({B} || {C})' "")
F = (1, 2.5e3, 0x_ff, None, (), (A,), {A, B}, {})[0].x(a if b else c if d else e, not a in b)
# %%
def f(image):
    return 1
`,
  'X = LOC(image=IMAGE,\r\nY = COUNT(box=X\r\n# @later\r\nZ = \r\nfoo bar "\'baz\r\n\ufeffW = V(\t',
];
